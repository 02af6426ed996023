import type { Program } from '../program.ts'
import { demoAccounts, demoPassword } from './people.ts'

/** What is printed when the program is up: where it answers and, for the demo county, who may sign in. */
export async function demoWelcome(program: Program, address: string): Promise<string> {
  const at = `\n闭环已启动 Bihuan is up: ${address}\n`
  const demo = (await program.counties()).find((county) => county.is_demo)
  if (!demo) return at
  const rows = [
    { role: '身份', username: '用户名', tries: '可以试试' },
    { role: '────', username: '────', tries: '────' },
    ...demoAccounts,
  ]
  const lines = rows.map(
    ({ role, username, tries }) => `  ${padded(role, 24)}${padded(username, 20)}${tries}`,
  )
  return [
    at,
    `演示县「${demo.name}」：地名、人名、数据均为虚构。All places, people and data are invented.`,
    `所有演示账号的密码 password of every demo account: ${demoPassword}`,
    '',
    ...lines,
    '',
  ].join('\n')
}

/** Chinese letters take two columns of a terminal. */
function padded(text: string, columns: number): string {
  const width = [...text].reduce((sum, one) => sum + (/[\u2e80-\uffef]/.test(one) ? 2 : 1), 0)
  return text + ' '.repeat(Math.max(1, columns - width))
}
