import { type Catalogue, useWords } from '#ui/language.tsx'
import { Empty } from '#ui/states.tsx'

const words: Catalogue<{ title: string; why: string }> = {
  zh: {
    title: '系统管理员看不到问题',
    why: '管理员只维护单位、人员和系统运行，业务内容由巡察办和各单位办理。需要查看的，请巡察办另开账号。',
  },
  en: {
    title: 'Administrators see no problems',
    why: 'They keep organisations, people and the system; the content belongs to the inspection office and the organisations.',
  },
}

/** An empty ledger would tell an administrator that there are no problems. */
export function NothingForAdmins() {
  const { title, why } = useWords(words)
  return <Empty title={title} why={why} />
}
