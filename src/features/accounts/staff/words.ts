import type { Alike, Catalogue } from '#ui/language.tsx'

const zh = {
  product: '闭环',
  what: '巡察整改闭环管理',
  title: '登录',
  username: '用户名',
  password: '密码',
  show: '显示密码',
  hide: '隐藏密码',
  submit: '登录',
  submitting: '正在登录',
  forgot: '忘记密码或没有账号的，请找本县系统管理员。',
  emptyUsername: '请填写用户名。',
  emptyPassword: '请填写密码。',
  language: 'English',
  capsLock: '大写锁定已打开。',
}

const en: Alike<typeof zh> = {
  product: 'Bihuan',
  what: 'Inspection and rectification, closed loop by loop',
  title: 'Sign in',
  username: 'User name',
  password: 'Password',
  show: 'Show password',
  hide: 'Hide password',
  submit: 'Sign in',
  submitting: 'Signing in',
  forgot: 'No account, or password forgotten? Ask your county’s administrator.',
  emptyUsername: 'Enter your user name.',
  emptyPassword: 'Enter your password.',
  language: '中文',
  capsLock: 'Caps Lock is on.',
}

export const signInWords: Catalogue<Alike<typeof zh>> = { zh, en }
