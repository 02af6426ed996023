import { fingerprint } from '#platform/history/keys.ts'
import type { Finding } from '#platform/history/verify.ts'

type Words = readonly [zh: string, en: string]

/** A finding in one line, Chinese then English: what was done, to what. */
export function findingLine(finding: Finding): string {
  const [zh, en] = 'file' in finding ? fileWords(finding) : caseWords(finding)
  if ('file' in finding) return `${finding.file}：${zh} · ${en}`
  const { county, kind = '?', case: id } = finding
  return `县 ${county} 案件 ${kind} ${id}：${zh} · ${en}`
}

function fileWords(finding: Extract<Finding, { file: string }>): Words {
  switch (finding.fault) {
    case 'checkpoint_changed': {
      const [zh, en] = finding.line ? [`（第 ${finding.line} 行）`, ` (line ${finding.line})`] : ['', '']
      return [`检查点文件被改或不完整${zh}`, `the checkpoint file was changed or cut short${en}`]
    }
    case 'signature_invalid':
      return ['签名无效：不是所载密钥签署的', 'signature invalid: the key it names did not sign it']
    case 'key_unknown': {
      const short = fingerprint(finding.publicKey)
      return [
        `签名无效：由未知密钥 ${short} 签署；若它可信，请用 --public-key 指定其公钥`,
        `signature invalid: signed by the unknown key ${short}; if you trust it, name it with --public-key`,
      ]
    }
    case 'previous_changed':
      return [
        `检查点文件被改：它所接续的 ${finding.previous} 已不是原来的文件`,
        `checkpoint file changed: ${finding.previous}, which it continues, is not the file that it was`,
      ]
  }
}

function caseWords(finding: Exclude<Finding, { file: string }>): Words {
  switch (finding.fault) {
    case 'entry_changed':
      return finding.as === 'content'
        ? [`内容被改：第 ${finding.seq} 条记录`, `content changed: entry ${finding.seq}`]
        : [
            `内容被改：第 ${finding.seq} 条记录的存放位置与其内容不符`,
            `content changed: entry ${finding.seq} does not belong where it lies`,
          ]
    case 'version_changed':
      return [
        `内容被改：第 ${finding.seq} 条记录所指的 ${finding.ref}`,
        `content changed: ${finding.ref} of entry ${finding.seq}`,
      ]
    case 'version_missing':
      return [
        `内容被删：第 ${finding.seq} 条记录所指的 ${finding.ref}（未经擦除程序）`,
        `content removed: ${finding.ref} of entry ${finding.seq}, not by erasure`,
      ]
    case 'version_added':
      return [
        `内容被添：第 ${finding.seq} 条记录未提及的 ${finding.ref}`,
        `content added: ${finding.ref}, of which entry ${finding.seq} does not speak`,
      ]
    case 'gap':
      return [`顺序断裂：缺第 ${range(finding)} 条记录`, `order broken: ${entries(finding)} missing`]
    case 'link_broken':
      return [
        `顺序断裂：第 ${finding.seq} 条记录与前一条不相接`,
        `order broken: entry ${finding.seq} does not continue the one before`,
      ]
    case 'head_changed':
      return ['链头被改：与最后一条记录不符', 'head changed: it is not that of the last entry']
    case 'head_missing':
      return ['链头被删：记录仍在', 'head removed: the entries are there']
    case 'tail_cut':
      return [`尾部被截：第 ${range(finding)} 条记录已不存在`, `tail cut: ${entries(finding)} gone`]
    case 'case_removed':
      return [
        `整案被删：原有 ${finding.length} 条记录`,
        `whole case removed: it had ${finding.length} entries`,
      ]
    case 'recomputed':
      return [
        `整链重算：自身一致，但自第 ${range(finding)} 条记录${finding.from === finding.to ? '' : '之间某条'}起与检查点不符`,
        `chain recomputed: consistent in itself, but from ${entries(finding)} on not what the checkpoint saw`,
      ]
    case 'differs':
      return [`与检查点不符：第 ${finding.seq} 条记录`, `not what the checkpoint saw: entry ${finding.seq}`]
  }
}

const range = ({ from, to }: { from: number; to: number }): string =>
  from === to ? String(from) : `${from} 至 ${to}`

const entries = ({ from, to }: { from: number; to: number }): string =>
  from === to ? `entry ${from}` : `entries ${from} to ${to}`
