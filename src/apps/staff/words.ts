import { roleWords } from '#features/accounts/staff/index.ts'
import type { Alike, Catalogue } from '#ui/language.tsx'

const zh = {
  product: '闭环',
  rail: {
    ...{
      work: '待办',
      ledger: '台账',
      publicity: '公示',
      overview: '概览',
      organizations: '机构',
      import: '导入',
    },
    ...{ people: '人员', grants: '授权', log: '日志', help: '登录协助' },
  },
  delegations: '代我办理',
  onBehalf: (name: string) => `（代${name}）`,
  problem: '问题',
  firstPasswords: '首次密码',
  main: '主菜单',
  skip: '跳到正文',
  me: {
    title: '我',
    myData: '我的数据',
    dataRequests: '个人信息申请',
    account: '我的账号',
    language: 'English',
    dark: '深色显示',
    light: '浅色显示',
    signOut: '退出登录',
  },
  search: {
    open: '搜索问题、单位',
    key: 'Ctrl K',
    title: '搜索',
    hint: '输入编号、标题或单位名称',
    problems: '问题',
    organizations: '单位',
    openOrganization: '看这个单位的问题',
    none: (q: string) => `没有找到「${q}」。编号要写全，标题可以只写其中几个字。`,
    all: '在台账里看全部结果',
    keys: '↑↓ 选择，回车打开，Esc 关闭',
  },
  offline: '网络断开了。已打开的内容还能看，办理要等网络恢复。',
  roles: roleWords.zh,
}

const en: Alike<typeof zh> = {
  product: 'Bihuan',
  rail: {
    ...{
      work: 'My work',
      ledger: 'Ledger',
      publicity: 'Public',
      overview: 'Overview',
      organizations: 'Bodies',
      import: 'Import',
    },
    ...{ people: 'People', grants: 'Grants', log: 'Log', help: 'Sign-in help' },
  },
  delegations: 'In my place',
  onBehalf: (name) => `(for ${name})`,
  problem: 'Problem',
  firstPasswords: 'First passwords',
  main: 'Main menu',
  skip: 'Skip to content',
  me: {
    title: 'Me',
    myData: 'My data',
    dataRequests: 'Data requests',
    account: 'My account',
    language: '中文',
    dark: 'Dark',
    light: 'Light',
    signOut: 'Sign out',
  },
  search: {
    open: 'Search problems, organisations',
    key: 'Ctrl K',
    title: 'Search',
    hint: 'Number, title or organisation',
    problems: 'Problems',
    organizations: 'Organisations',
    openOrganization: 'Problems of this organisation',
    none: (q) => `Nothing found for “${q}”. Write the whole number, or a few words of the title.`,
    all: 'All results in the ledger',
    keys: '↑↓ choose, Enter opens, Esc closes',
  },
  offline: 'You are offline. What is open can be read; acting has to wait for the network.',
  roles: roleWords.en,
}

export const frameWords: Catalogue<Alike<typeof zh>> = { zh, en }
