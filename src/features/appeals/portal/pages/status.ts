import { html } from 'ghtml'
import { type Frame, linkTo, type Page } from '#features/publicity/index.ts'
import { insideWindow, type ResidentAct, type ResidentPage, type Told } from '../page.ts'
import { appealPaths } from '../paths.ts'
import { again, shownAgain } from './note.ts'

export type Standing = {
  receipt: string
  page: ResidentPage
  told: Told | undefined
  reprisal: Told | undefined
  /** For what is sent from here: one id for each page that is shown. */
  formId: string
  now: Date
  /** What was sent just now. */
  said?: 'kept' | 'empty' | 'too_late' | 'boundary' | 'full' | undefined
  /** What they wrote, where it was not taken: nobody writes it a second time. */
  written?: WrittenAct | undefined
}

/** One form of this page as it was filled in. */
export type WrittenAct = { act: string; text: string; reason: string; satisfaction: string; solved: string }
type Filled = Omit<WrittenAct, 'act'>
const blank: Filled = { text: '', reason: '', satisfaction: '', solved: '' }

const saids = {
  kept: '收到了。',
  empty: '还没有写内容。请写好后再提交。',
  too_late: '这一步现在不能办了：情况已经变了，或者过了期限。请看下面现在的情况。',
  boundary: '写的内容里有不能在网上填写的，没有保存。请打电话或者到窗口当面说。',
  full: '您发的还有好几条没有处理完，请过一会儿再发。',
}

/** 查进度 of one appeal: where it is in one sentence, what was answered, and what they may do now. */
export function statusPage(frame: Frame, s: Standing): Page {
  const { page, told, reprisal, receipt, said } = s
  return {
    title: `${page.number}办理情况`,
    current: 'progress',
    again: shownAgain,
    main: html`<h1>!${page.title ? html`${page.title}` : '您反映的事'}</h1>
<p class="meta">编号${page.number}，${page.place}</p>
!${said ? html`<p class="!${said === 'kept' ? 'note' : 'wrong'}" role="status">${saids[said]}</p>` : ''}
!${told ? html`<p class="wrong">${told.on}：${told.text}</p>` : ''}
<p class="state">${page.sentence}</p>
!${answersPart(page)}
!${messagesPart(page)}
!${unsentPart(s)}
!${actsPart(frame, s)}
!${openingsPart(page)}
!${reprisalPart(frame, s, reprisal)}
!${again(frame, receipt, '再看一次')}`,
  }
}

const answersPart = ({ answers }: ResidentPage): string =>
  answers.length === 0
    ? ''
    : html`<h2>答复</h2>
!${answers.map(({ on, label, text }) => html`<div class="said"><p class="meta">${on}，${label}</p>!${paragraphs(text)}</div>`).join('\n')}`

const messagesPart = ({ messages }: ResidentPage): string =>
  messages.length === 0
    ? ''
    : html`<h2>留言</h2>
!${messages.map(({ on, side, text }) => html`<div class="said"><p class="meta">${on}，${side}</p>!${paragraphs(text)}</div>`).join('\n')}`

function openingsPart({ openings }: ResidentPage): string {
  if (openings.length === 0) return '<p class="meta">到现在为止，没有人查看过您的姓名和电话。</p>'
  return html`<h2>谁查看过您的姓名和电话</h2>
<ul>!${openings.map(({ on, as }) => html`<li>${on}，${as}</li>`).join('')}</ul>`
}

const paragraphs = (text: string): string =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => html`<p>${line}</p>`)
    .join('')

type FormOf = {
  title: string
  hint?: string
  fields: (id: string, filled: Filled) => string
  button: string
}

const text = (
  id: string,
  name: 'text' | 'reason',
  label: string,
  isRequired: boolean,
  filled: Filled,
): string =>
  html`<label for="${id}-${name}">${label}</label>
<textarea id="${id}-${name}" name="${name}" rows="4" maxlength="1000"!${isRequired ? ' required' : ''}>
${filled[name]}</textarea>`

const satisfactions = [
  ['satisfied', '满意'],
  ['fairly', '基本满意'],
  ['fair', '一般'],
  ['unsatisfied', '不满意'],
] as const

const radios = (
  name: 'satisfaction' | 'solved',
  legend: string,
  options: readonly (readonly [string, string])[],
  isRequired: boolean,
  filled: Filled,
): string =>
  html`<fieldset><legend>${legend}</legend>
!${options.map(([value, label]) => html`<label class="choice"><input name="${name}" type="radio" value="${value}"!${isRequired ? ' required' : ''}!${filled[name] === value ? ' checked' : ''}>${label}</label>`).join('\n')}
</fieldset>`

const forms: Record<ResidentAct, FormOf> = {
  replyResident: {
    ...{ title: '回答留言里问您的', button: '发出' },
    fields: (id, filled) => text(id, 'text', '您的回答', true, filled),
  },
  confirmSolved: {
    ...{ title: '已经解决了', button: '确认已经解决' },
    fields: (id, filled) =>
      radios('satisfaction', '满意吗（可以不选）', satisfactions, false, filled) +
      text(id, 'text', '还想说的（可以不写）', false, filled),
  },
  sayUnsolved: {
    ...{ title: '没有解决', hint: '说了以后，由工作人员决定怎样再办。', button: '没有解决' },
    fields: (id, filled) => text(id, 'reason', '哪里没有解决', false, filled),
  },
  rate: {
    ...{ title: '评价', button: '提交评价' },
    fields: (id, filled) =>
      radios(
        'solved',
        '解决了没有',
        [
          ['yes', '解决了'],
          ['no', '没有解决'],
        ],
        true,
        filled,
      ) +
      radios('satisfaction', '满意吗', satisfactions, true, filled) +
      text(id, 'text', '还想说的（可以不写）', false, filled),
  },
  message: {
    ...{ title: '留言、补充情况', button: '发出' },
    hint: '姓名、电话写了会遮住。换了电话，请打电话或者到窗口告诉登记人。',
    fields: (id, filled) => text(id, 'text', '想说的话', true, filled),
  },
  object: {
    ...{ title: '对不受理有意见', hint: '只能提一次，由工作人员重新看。', button: '提出' },
    fields: (id, filled) => text(id, 'reason', '为什么应当受理', true, filled),
  },
  applyReview: {
    ...{ title: '申请复查', hint: '由上级重新看一遍，30天内答复。', button: '申请复查' },
    fields: (id, filled) => text(id, 'reason', '对答复哪里不服', true, filled),
  },
  applyFinalReview: {
    ...{
      title: '申请复核',
      hint: '由上级最后看一遍，30天内答复，之后不再受理同一件事。',
      button: '申请复核',
    },
    fields: (id, filled) => text(id, 'reason', '对复查意见哪里不服', true, filled),
  },
  withdraw: {
    ...{ title: '撤回，不反映了', hint: '撤回后不再办理。不是您自己的意思，请不要撤回。', button: '撤回' },
    fields: (id, filled) => text(id, 'reason', '原因（可以不写）', false, filled),
  },
}

/** What whoever was joined is told beside a form: nobody learns from it who else spoke, nor do they of them. */
const toJoined: Partial<Record<ResidentAct, string>> = {
  sayUnsolved:
    '说了以后登记人看得到。这件事已经办结的，会退回来，由工作人员决定怎样再办；每次答复以后，您说几遍也只退回一次。',
  rate: '您的评价登记人看得到。几个人反映的同一件事，统计时只算一次，按合并到的那一件算，不另外算您这一件。',
  message:
    '由登记人看、登记人回。一起反映的其他人看不到您写的。姓名、电话写了会遮住；换了电话，请打电话或者到窗口告诉登记人。',
}

const canNow = ({ can, until }: ResidentPage, now: Date): ResidentAct[] => {
  const isOver = until !== null && now.toISOString() > until
  return can.filter((act) => !(isOver && insideWindow.includes(act)))
}

/** What they wrote in a form that is gone: to be copied into another, or read out on the telephone. */
function unsentPart({ written, page, now }: Standing): string {
  if (!written || written.act === 'reprisal' || canNow(page, now).some((act) => act === written.act))
    return ''
  const words = [written.text, written.reason].filter(Boolean).join('\n')
  return words === ''
    ? ''
    : html`<h2>您刚才写的（没有提交）</h2><div class="said">!${paragraphs(words)}</div>`
}

/** What is asked of them stands open, everything else behind its title. */
function actsPart(frame: Frame, { page, receipt, formId, now, written }: Standing): string {
  const can = canNow(page, now)
  if (can.length === 0) return ''
  return html`<h2>您现在可以</h2>
!${can
    .map((act) => {
      const isWritten = written?.act === act
      const words = { ...forms[act], ...(page.isJoined && { hint: toJoined[act] ?? forms[act].hint ?? '' }) }
      const form = sendForm(frame, { act, receipt, formId }, words, isWritten ? written : blank)
      const isOpen = isWritten || act === 'replyResident' || act === 'rate' || act === 'confirmSolved'
      return html`<details!${isOpen ? ' open' : ''}><summary>${forms[act].title}</summary>
!${form}</details>`
    })
    .join('\n')}`
}

const sendForm = (
  frame: Frame,
  { act, receipt, formId }: { act: string; receipt: string; formId: string },
  { hint, fields, button }: FormOf,
  filled: Filled,
): string => html`!${hint ? html`<p class="meta">${hint}</p>` : ''}
<form action="${linkTo(frame, appealPaths.act)}" method="post">
!${fields(act, filled)}
<input type="hidden" name="act" value="${act}">
<input type="hidden" name="receipt" value="${receipt}">
<input type="hidden" name="form" value="${formId}">
<button type="submit">${button}</button>
</form>`

function reprisalPart(
  frame: Frame,
  { receipt, formId, written }: Standing,
  reprisal: Told | undefined,
): string {
  const isWritten = written?.act === 'reprisal'
  return html`<h2>有人打击报复</h2>
!${reprisal ? html`<p class="note">${reprisal.text}</p>` : ''}
<details!${isWritten ? ' open' : ''}><summary>因为反映问题受到威胁、刁难、报复</summary>
<p class="meta">直接送到县纪检监察机关，办这件事的单位、乡镇和村里都看不到。有人身危险，请马上拨打110。</p>
!${sendForm(
    frame,
    { act: 'reprisal', receipt, formId },
    {
      title: '',
      button: '送到县纪检监察机关',
      fields: (id, filled) => text(id, 'text', '是谁、什么时候、做了什么；怎样联系您', true, filled),
    },
    isWritten ? written : blank,
  )}</details>`
}
