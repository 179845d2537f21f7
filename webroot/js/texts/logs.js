// Texts of the logs: [English, Chinese], with {placeholders}.
export const logsTexts = {
  'log.title': ['Log of {node}', '{node} 的日志'],
  'log.live': ['live', '实时'],
  'log.away': ['not connected', '未连接'],
  'log.missed': ['{count} lines came too fast and were left out', '{count} 行过快，已略去'],
  'log.empty': ['The log is empty.', '日志为空。'],
  'log.close': ['Close', '关闭'],
};
