// Numbers, sizes, times and sentences as the viewer reads them.
import { preferences } from './preferences.js';
import { t } from './language.js';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const made = new Map();

const locale = () => (preferences.language === 'zh' ? 'zh-CN' : 'en');

/** Formatters are costly to make, so each is made once a language. */
function formatter(Type, options) {
  const key = `${Type.name} ${locale()} ${JSON.stringify(options)}`;
  if (!made.has(key)) {
    made.set(key, new Type(locale(), options));
  }
  return made.get(key);
}

/** 12345.678 as 12,345.68; what is absent as a dash. */
export function number(value, fractionDigits = 2) {
  return value === null || value === undefined
    ? '–'
    : formatter(Intl.NumberFormat, { maximumFractionDigits: fractionDigits }).format(value);
}

/** 1536 as 1.5 KiB. */
export function bytes(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  let unit = 0;
  let scaled = value;
  while (scaled >= 1024 && unit < UNITS.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${number(scaled, scaled < 10 && unit > 0 ? 1 : 0)} ${UNITS[unit]}`;
}

/** A value in the unit that a verdict or strategy names. */
export function measure(value, unit) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (unit === 'bytes') {
    return bytes(value);
  }
  return unit === 'ms' ? `${number(value)} ms` : number(value);
}

/** The same with what it counts in words: 1 file, 12 files; sizes and times carry their unit already. */
export function amount(value, unit) {
  const text = measure(value, unit);
  return value === null || value === undefined || !['files', 'share'].includes(unit)
    ? text
    : t(value === 1 ? `amount.one.${unit}` : `amount.${unit}`, { amount: text });
}

/** A moment in the viewer's zone: the time, with the date where it is another day. */
export function moment(at) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false };
  return formatter(Intl.DateTimeFormat, today ? time : { ...time, year: 'numeric', month: '2-digit', day: '2-digit' })
    .format(date);
}

/** A moment's hour and minute in the viewer's zone, for the axis of a chart. */
export function hourMinute(at) {
  return formatter(Intl.DateTimeFormat, { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at));
}

/** A moment in full, for where exactness matters more than room. */
export function fullMoment(at) {
  const options = { dateStyle: 'medium', timeStyle: 'long' };
  return formatter(Intl.DateTimeFormat, options).format(new Date(at));
}

/** A length of time, in one unit. */
export function span(ms) {
  if (ms === null || ms === undefined) {
    return '–';
  }
  const [count, key] =
    ms < MINUTE ? [ms / SECOND, 'span.seconds']
    : ms < HOUR ? [ms / MINUTE, 'span.minutes']
    : ms < DAY ? [ms / HOUR, 'span.hours']
    : [ms / DAY, 'span.days'];
  return t(key, { count: number(ms < 10 * SECOND ? count : Math.floor(count), ms < 10 * SECOND ? 1 : 0) });
}

/** How long something took: in milliseconds below a second, since most actions take less. */
export function duration(ms) {
  return ms === null || ms >= SECOND ? span(ms) : t('span.millis', { count: number(ms, 0) });
}

/** How long something is ago, in one unit and in whole seconds. */
export function age(ms) {
  if (ms === null) {
    return '–';
  }
  return ms < 1.5 * SECOND ? t('age.now') : t('age.ago', { span: span(Math.floor(ms / SECOND) * SECOND) });
}

/** The sentence of a record that carries it in both languages, as `message` and `messageZh`. */
export function sentence(record, field) {
  return (preferences.language === 'zh' && record[`${field}Zh`]) || record[field] || '';
}

/** The sentence of an `{en, zh}` pair. */
export function either(pair) {
  return pair ? pair[preferences.language] || pair.en : '';
}

/** zxid as its two halves, which is how people compare it: the leader's term and the transaction in it. */
export function zxid(node) {
  return node.epoch === null || node.epoch === undefined ? '–' : `${node.epoch}:${node.counter}`;
}
