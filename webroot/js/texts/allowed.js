// What the server says would have been accepted, in Chinese. It says so in English only, in few ways; what is in none of
// them, names above all, stays as it is.
const WAYS = [
  [/^one of the last (\d+) decisions$/, '最近 $1 个决策之一'],
  [/^one of (.+)$/, '其中之一：$1'],
  [/^a whole number from (\S+) to (\S+)$/, '$1 到 $2 的整数'],
  [/^a whole number from (\S+)$/, '不小于 $1 的整数'],
  [/^a whole number(.*)$/, '整数$1'],
  [/^from (\S+) to (\S+) seconds$/, '$1 到 $2 秒'],
  [/^(.+), or from (\S+) to (\S+)$/, '$1，或 $2 到 $3'],
  [/^from (\S+) to (\S+)$/, '$1 到 $2'],
  [/^(\S+) or more$/, '不小于 $1'],
  [/^(\S+) or (\S+)$/, '$1 或 $2'],
  [/^(\d+) bytes$/, '$1 字节'],
  [/^at most (\d+) characters$/, '不超过 $1 个字符'],
  [/^a text of at most (\d+) characters$/, '不超过 $1 个字符的文本'],
  [/^(\S+) to (\d+) characters, not all of them blank$/, '$1 到 $2 个字符，不能全为空白'],
  [/^given where an action is forced: (\S+) to (\d+) characters$/, '强制执行时必填：$1 到 $2 个字符'],
  [/^a moment in UTC such as (\S+)$/, 'UTC 时间，如 $1'],
  [/^in the years (\d+) to (\d+)$/, '公元 $1 到 $2 年'],
  [/^earlier than to, which is (\S+)$/, '早于结束时间 $1'],
  [/^another node than the source$/, '源以外的节点'],
  [/^absent unless the strategy is pin$/, '仅在策略为 pin 时填写'],
  [/^given once$/, '只给出一次'],
  [/^a JSON object$/, 'JSON 对象'],
  [/^the number of an operation in the audit trail$/, '审计记录中某操作的编号'],
];

/** The same in Chinese as far as it is known. */
export function allowedInChinese(allowed) {
  const way = WAYS.find(([pattern]) => pattern.test(allowed));
  return way ? allowed.replace(...way) : allowed;
}
