import type { Alike, Catalogue } from '#ui/language.tsx'

const zh = {
  title: '登录协助',
  noRight: '登录协助由系统管理员办理，安全管理员、审计管理员确认',
  noRightWhy: '忘记密码、账号被锁或验证手机丢失的，请找本县系统管理员。',
  find: '谁登录不了',
  findWhy: '请本人报出完整的用户名，并核对身份。',
  username: '用户名',
  look: '查找',
  nobody: '没有这个用户名的在职人员。',
  state: {
    noPassword: '还没有密码',
    mustChange: '首次密码还没有更改',
    locked: (time: string) => `试错太多，锁定到${time}`,
    factors: (n: string) => `登记了${n}种第二验证方式`,
    fine: '账号正常',
  },
  reset: '重设密码',
  resetWhy: '原密码立即作废，所有登录退出；新的首次密码只显示一次，本人登录后必须更改。',
  resetGo: '确认重设',
  noReset: '管理员的密码只能由运维人员在服务器上重设（bihuan user password）。',
  unlock: '解除锁定',
  resetWaiting: (second: string) => `已申请重设密码，等${second}确认。`,
  ask: {
    factor: {
      title: '申请重置第二验证方式',
      why: (second: string) => `手机、密钥和恢复码都丢失时申请，由${second}确认后生效。`,
      example: '例如：手机丢失，本人持工作证到场核对。',
    },
    password: {
      title: '申请重设密码',
      why: (second: string) =>
        `这是全县性岗位的账号，重设密码要由${second}确认；确认后24小时内回到这里重设，只能用一次。`,
      example: '例如：忘记密码，本人持工作证到场核对。',
    },
  },
  reason: '事由',
  askGo: '提交申请',
  asked: (second: string) => `已提交，等${second}确认。`,
  unlocked: '已解除锁定。',
  cancel: '先不办',
  slip: {
    title: '首次密码',
    name: '姓名',
    username: '用户名',
    password: '首次密码',
    how: '登录后系统会要求换成自己的密码。此条请当面交给本人，登录后销毁。',
    once: '只显示这一次，离开后不能再看。',
    print: '打印密码条',
    done: '已交给本人',
  },
  waiting: '等待确认的申请',
  waitingWhy: {
    factor: '重置第二验证方式。确认前请向本人或其单位核实；确认后其第二验证方式、恢复码和登录全部作废。',
    password: '重设密码。确认前请向本人或其单位核实；确认后系统管理员可在24小时内重设一次。',
  },
  nothing: '没有等待确认的申请',
  line: (asker: string, day: string) => `${asker} ${day}申请`,
  confirm: '同意',
  refuse: '不同意',
}

const en: Alike<typeof zh> = {
  title: 'Sign-in help',
  noRight: 'Sign-in help is given by the system administrator, and confirmed by the two others',
  noRightWhy: 'Password forgotten, account locked or phone lost? Ask your county’s system administrator.',
  find: 'Who cannot sign in?',
  findWhy: 'Let them say their whole user name, and make sure who they are.',
  username: 'User name',
  look: 'Find',
  nobody: 'Nobody in service has that user name.',
  state: {
    noPassword: 'no password yet',
    mustChange: 'first password not changed yet',
    locked: (time) => `locked until ${time} after too many failures`,
    factors: (n) => `${n} second factors`,
    fine: 'nothing in the way',
  },
  reset: 'New first password',
  resetWhy:
    'The old one is void and all sessions end at once. The new one is shown once and has to be changed at the first sign-in.',
  resetGo: 'Make it',
  noReset: 'An administrator’s password is set on the server only (bihuan user password).',
  unlock: 'Unlock',
  resetWaiting: (second) => `A new password was asked for; to be confirmed by: ${second}.`,
  ask: {
    factor: {
      title: 'Ask to reset the second factor',
      why: (second) => `When phone, key and recovery codes are all lost. To be confirmed by: ${second}.`,
      example: 'For example: phone lost, came in person with their service card.',
    },
    password: {
      title: 'Ask for a new password',
      why: (second) =>
        `This account works for the whole county, so somebody else confirms first: ${second}. Then come back here within 24 hours; it can be done once.`,
      example: 'For example: password forgotten, came in person with their service card.',
    },
  },
  reason: 'Reason',
  askGo: 'Ask',
  asked: (second) => `Asked. To be confirmed by: ${second}.`,
  unlocked: 'Unlocked.',
  cancel: 'Not now',
  slip: {
    title: 'First password',
    name: 'Name',
    username: 'User name',
    password: 'First password',
    how: 'At the first sign-in you set a password of your own. To be handed over in person, and destroyed afterwards.',
    once: 'Shown this once.',
    print: 'Print the slip',
    done: 'Handed over',
  },
  waiting: 'Requests that wait',
  waitingWhy: {
    factor:
      'Reset of second factors. Ask the person or their organisation first. Their second factors, recovery codes and sessions become void.',
    password:
      'A new password. Ask the person or their organisation first. The system administrator may then make one, once and within 24 hours.',
  },
  nothing: 'Nothing is waiting',
  line: (asker, day) => `asked by ${asker}, ${day}`,
  confirm: 'Confirm',
  refuse: 'Refuse',
}

export const helpWords: Catalogue<Alike<typeof zh>> = { zh, en }
