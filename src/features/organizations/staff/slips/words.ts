import type { Alike, Catalogue } from '#ui/language.tsx'

const zh = {
  title: '首次密码',
  order:
    '给有用户名、还没有密码的人生成首次密码，打印成密码条，当面交给本人。密码不发短信、不发邮件，也不保存。',
  noRight: '首次密码由系统管理员办理',
  noRightWhy: '需要首次密码的，请找本县系统管理员。',
  none: '没有等待首次密码的人',
  noneWhy: '导入人员时填了用户名的，会在这里等待生成首次密码。',
  waiting: (n: string) => `有${n}人还没有首次密码。`,
  takes: (minutes: string) => `大约需要${minutes}分钟；其间可以去办别的，只是不要关闭或刷新这个标签页。`,
  short: '不到一分钟就好。',
  lost: (n: string) => `上一次的${n}条没有打印完就关闭了页面，已经作废，会重新生成。`,
  running: '另一位系统管理员正在生成，请等其办完。',
  start: (n: string) => `生成${n}个首次密码`,
  going: (done: string, total: string) => `正在生成：${done} / ${total}`,
  left: (minutes: string) => `大约还要${minutes}分钟`,
  stopped: '生成中断了（服务器重启过）。',
  goOn: '接着生成',
  address: '印在密码条上的登录网址',
  parts: (n: string) => `已生成${n}条，按单位分批打印`,
  part: (from: string, to: string) => `第${from}到${to}条`,
  show: '显示这一批',
  print: '打印这一批',
  finish: '都打印好了，结束',
  finishWhy: '结束以后密码条不能再看；离开或刷新本页而没有结束的，密码作废，要重新生成。',
  finished: '已结束。密码条不再保存，请把纸条当面交给本人。',
  slip: {
    username: '用户名',
    password: '首次密码',
    address: '网址',
    how: '首次登录后请马上换成自己的密码，换好后销毁本条。请勿转交他人、拍照或用微信发送。',
  },
}

export type SlipWords = Alike<typeof zh>

const en: SlipWords = {
  title: 'First passwords',
  order:
    'Makes first passwords for people who have a user name and none yet, as slips to print and hand over in person. They are never mailed and never stored.',
  noRight: 'First passwords are the system administrator’s',
  noRightWhy: 'Who needs one asks the county’s system administrator.',
  none: 'Nobody waits for a first password',
  noneWhy: 'People who are imported with a user name wait here for theirs.',
  waiting: (n) => `${n} people have no first password yet.`,
  takes: (minutes) =>
    `It takes about ${minutes} minutes. Do other things meanwhile, but do not close or reload this tab.`,
  short: 'It takes less than a minute.',
  lost: (n) => `${n} of the last time were never printed to the end. They are void and made anew.`,
  running: 'Another system administrator is at it. Wait until they have finished.',
  start: (n) => `Make ${n} first passwords`,
  going: (done, total) => `Making: ${done} / ${total}`,
  left: (minutes) => `about ${minutes} minutes left`,
  stopped: 'It was interrupted (the server was restarted).',
  goOn: 'Go on',
  address: 'Address on the slips',
  parts: (n) => `${n} are made; print them in parts, by organisation`,
  part: (from, to) => `${from} to ${to}`,
  show: 'Show this part',
  print: 'Print this part',
  finish: 'All printed: finish',
  finishWhy:
    'Afterwards the slips cannot be read any more. If you leave or reload without finishing, the passwords are void and made anew.',
  finished: 'Finished. The slips are kept nowhere: hand them over in person.',
  slip: {
    username: 'User name',
    password: 'First password',
    address: 'Address',
    how: 'Change it at once when you first sign in, then destroy this slip. Do not pass it on, photograph it or send it.',
  },
}

export const slipWords: Catalogue<SlipWords> = { zh, en }
