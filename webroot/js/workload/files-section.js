import { h } from '../lib/vue.js';
import { FileMaker } from './file-maker.js';
import { FileTable } from './file-table.js';
import { UploadPanel } from './upload-panel.js';
import { WorkloadPanel } from './workload-panel.js';

/** The files themselves: which there are, how more come in, by hand or made up. */
export const FilesSection = {
  setup: () => () => [
    h('div', { class: 'columns files-in' }, [h(UploadPanel), h(FileMaker), h(WorkloadPanel)]),
    h(FileTable),
  ],
};
