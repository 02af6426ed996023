import { type Catalogue, useWords } from '#ui/language.tsx'
import { Empty } from '#ui/states.tsx'

const words: Catalogue<{ title: string; why: string }> = {
  zh: {
    title: '管理员看不到问题',
    why: '系统、安全、审计管理员维护系统、人员权限和日志，业务内容由巡察办和各单位办理。',
  },
  en: {
    title: 'Administrators see no problems',
    why: 'They keep the system, people’s rights and the log; the content belongs to the inspection office and the organisations.',
  },
}

/** An empty ledger would tell an administrator that there are no problems. */
export function NothingForAdmins() {
  const { title, why } = useWords(words)
  return <Empty title={title} why={why} />
}
