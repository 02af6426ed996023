import { html } from 'ghtml'
import { type Frame, linkTo, type Page, portalPaths, TRAP } from '#features/publicity/index.ts'
import type { Fault } from '#features/surveys/api.ts'
import { questionFields } from '#features/surveys/index.ts'
import { FEWEST } from '../plan.ts'
import type { PublishedEvaluation } from '../published.ts'
import { boundPercent, type ToldShare } from '../told.ts'
import { campaignWords } from '../words.ts'
import { evaluationPaths, resultPath } from './paths.ts'
import type { Invitation, ListedResult } from './portal.ts'

/** The words of evaluation as residents read them. */

const askWords = {
  mistyped: '邀请码写得不对，可能抄错了一两个。请对着纸条再看一遍，一共12位。',
  unknown: '没有这个邀请码，或者它已经作废。请核对；如果确实没错，请问发给您纸条的人。',
  busy: '从您所在的网络试得太多了，请过几分钟再试。也可以在纸上填写。',
}
export type AskFault = keyof typeof askWords

/** Where the code of the slip is typed by whoever does not scan. */
export const askPage = (frame: Frame, fault: AskFault | null): Page => ({
  title: '填写群众评价',
  main: html`<h1>填写群众评价</h1>
<p>收到了评价邀请？把纸条上的邀请码写在这里。用手机扫纸条上的二维码，就不用写。</p>
<form action="${linkTo(frame, evaluationPaths.ask)}" method="post">
<label for="code">邀请码</label>
!${fault ? html`<p class="wrong" id="code-fault" role="alert">${askWords[fault]}</p>` : ''}
<input class="code" id="code" name="code" type="text" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" required!${fault ? ' aria-invalid="true" aria-describedby="code-fault"' : ''}>
<button type="submit">开始填写</button>
</form>
!${promise}
<p><a href="${linkTo(frame, evaluationPaths.results)}">看评价结果</a></p>`,
})

const promise = `<details><summary>谁知道我填了什么？</summary>
<p>谁也不知道。您的答案一交上来就封起来，清点以前谁也打不开；清点时所有答案一起打开、打乱、只数数，然后开封的钥匙销毁。不记您的姓名、电话，也不记您什么时候填的。</p>
<p>少于${FEWEST}份的不单独公布。您自己写的话会遮住姓名、电话，打乱以后才给人看；请不要写能看出您是谁的内容。</p>
</details>`

/** What stands in the fields by now, by their names. */
type Given = (key: string) => readonly string[]
type Filled = { code: string; form: string; given: Given; faults: readonly Fault[]; boundary: boolean }

/** One sheet: few questions, large buttons, complete without JavaScript. */
export function sheetPage(frame: Frame, invitation: Invitation, filled: Filled): Page {
  const { title, place, raterClass, sheet } = invitation
  const { code, form, given, faults, boundary } = filled
  const first = faults[0]
  return {
    title: '填写群众评价',
    // Larger type or the other script, and the sheet is still there.
    here: { path: evaluationPaths.ask, query: { code } },
    main: html`<h1>${title}</h1>
<p class="meta">${place.name} · ${campaignWords.zh.classes[raterClass]}</p>
!${
      first
        ? html`<p class="wrong" role="alert">还有${faults.length}题要看一下。<a href="#q-${first.key}">去看第一题</a></p>`
        : ''
    }
!${
      boundary
        ? '<p class="wrong" role="alert">您写的话里有不能在网上填写的内容（例如带密级的文件、案件线索、举报材料），没有交上去。请去掉后再交；要举报干部违纪违法，请拨打12388。</p>'
        : ''
    }
<p>没有写“可以选几个”的，每题选一个。填好按最下面的“交上去”。<strong>一张邀请只能交一次，交上去就不能再改。</strong></p>
<form action="${linkTo(frame, evaluationPaths.answer)}" method="post">
!${questionFields(sheet, given, faults)}
<div class="trap" aria-hidden="true"><label for="${TRAP}">请勿填写</label><input id="${TRAP}" name="${TRAP}" type="text" tabindex="-1" autocomplete="off"></div>
<input type="hidden" name="code" value="${code}">
<input type="hidden" name="form" value="${form}">
<button type="submit">交上去</button>
</form>
!${promise}`,
  }
}

const note =
  (title: string, ...words: string[]) =>
  (frame: Frame): Page => ({
    title,
    main: html`<h1>${title}</h1>
!${words.map((each) => html`<p>${each}</p>`).join('\n')}
<p><a href="${linkTo(frame, evaluationPaths.results)}">看评价结果</a> <a href="${linkTo(frame, portalPaths.home)}">回首页</a></p>`,
  })

export const thanksPage = note(
  '收到了，谢谢您',
  '您的评价已经封好，和别人的放在一起，谁也分不出哪一份是您的。',
  '评价结束、清点以后，结果在本站公布。这张邀请用过了，纸条可以撕掉。',
)
export const usedPage = note(
  '这张邀请已经用过',
  '用这个邀请码已经交过一份，一张邀请只收一份，先交的算数。',
  '如果不是您交的，可能是纸条被别人拍去或者拿去用了。请告诉发给您纸条的人；谁也查不出那一份填了什么，但可以再给您一张。',
)
export const closedPage = note(
  '评价已经结束',
  '这次评价的填写时间已经过了，刚才填的没有收。',
  '还有意见，可以在“我要反映”里写，或者打电话、到现场说。',
)
export const notReadyPage = note(
  '暂时不能填写',
  '网上填写正在准备，暂时用不了。请在纸上填写，或者过一会儿再来。',
)
export const missingResultPage = note('没有这一次评价', '地址可能抄错了。')

export const resultsPage = (frame: Frame, results: readonly ListedResult[]): Page => ({
  title: '群众评价结果',
  main: html`<h1>群众评价结果</h1>
<p>问题改得怎么样，请群众代表、人大代表、政协委员评价。评价结果是验收的重要依据，没有达到要求的退回继续整改。</p>
!${
    results.length > 0
      ? html`<ul class="list">
!${results
          .map(
            ({ slug, title, publishedAt }) =>
              html`<li><a href="${linkTo(frame, resultPath(slug))}">${title}</a><p class="meta">编号${slug}，${publishedAt.toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long' })}公布</p></li>`,
          )
          .join('\n')}
</ul>`
      : '<p>还没有公布过评价结果。每次评价清点以后在这里公布。</p>'
  }
<p><a class="button" href="${linkTo(frame, evaluationPaths.ask)}">收到邀请，去填写</a></p>`,
})

const shareWords = (share: ToldShare | null): string => {
  if (share === null) return '份数少，不单独公布'
  const { is, n, of } = share
  if (is === 'exactly') return `${Math.round((n * 1000) / of) / 10}%`
  return `${is === 'atLeast' ? '不低于' : '不高于'}${boundPercent(share)}%`
}
const few = `不足${FEWEST}份`
const enough = (n: number): string => (n > 0 && n < FEWEST ? few : `${n}份`)

/** What came of a campaign: shares with their numbers, nothing that fewer than five said. */
export const resultPage = (frame: Frame, result: PublishedEvaluation): Page => ({
  title: result.title,
  main: html`<p class="crumbs"><a href="${linkTo(frame, evaluationPaths.results)}">群众评价结果</a></p>
<h1>${result.title}</h1>
<p class="meta">编号${result.number}，${dayWords(result.countedOn)}清点。少于${FEWEST}份的与别的类别合并，或者不单列，比率只写不低于或不高于多少。选“不了解”的，不算这一题有效。</p>
!${result.places.map((place) => placePart(place)).join('\n')}
<p class="meta">问卷上另外的几题、群众自己写的意见，不在这里公布。</p>`,
})

const UNTOLD = '不单列'
/** Who ticked 不了解 is valid in the place, and not of this problem. */
const THIS_VALID = '这一题有效'

function placePart(place: PublishedEvaluation['places'][number]): string {
  const counts = html`<p>发放${enough(place.handedOut)}，收回${enough(place.returned)}，有效${enough(place.valid)}。!${knownWords(place.known)}</p>`
  if (place.items.every(({ results }) => results.length === 0))
    return html`<h2>${place.name}</h2>
!${counts}
<p>收回的${few}，为了保护填写的人，不公布结果。</p>`
  return html`<h2>${place.name}</h2>
!${counts}
<table class="stack">
<caption>对每个问题整改的评价，单位：份</caption>
<thead><tr><th scope="col">问题</th><th scope="col">评价人</th><th scope="col" class="n">满意率</th><th scope="col" class="n">满意</th><th scope="col" class="n">基本满意</th><th scope="col" class="n">不满意</th><th scope="col" class="n">${THIS_VALID}</th></tr></thead>
<tbody>
!${place.items.flatMap(({ title, results }) => results.map((result) => resultRow(title, result))).join('\n')}
</tbody>
</table>`
}

function knownWords(known: ToldShare | null): string {
  if (known === null) return '知晓率因为份数少，不单独公布。'
  const numbers = known.is === 'exactly' ? `（${known.n}/${known.of}）` : ''
  return html`知晓率${shareWords(known)}${numbers}。`
}

function resultRow(
  title: string,
  result: PublishedEvaluation['places'][number]['items'][number]['results'][number],
): string {
  const { share, satisfied, fair, unsatisfied, others, valid } = result
  const cell = (label: string, words: string | number) =>
    html`<td class="n" data-label="${label}">${words}</td>`
  const who = html`<tr><th scope="row">${title}</th><td data-label="评价人">${campaignWords.zh.classes[result.name]}</td>`
  if (valid === null)
    return html`!${who}!${['满意率', '满意', '基本满意', '不满意'].map((label) => cell(label, '—')).join('')}!${cell(THIS_VALID, few)}</tr>`
  const parts =
    fair === null || unsatisfied === null
      ? html`<td class="n" colspan="2" data-label="基本满意或不满意">!${others === null ? UNTOLD : `合计${others}`}</td>`
      : html`!${cell('基本满意', fair)}!${cell('不满意', unsatisfied)}`
  return html`!${who}!${cell('满意率', shareWords(share))}!${cell('满意', satisfied ?? UNTOLD)}!${parts}!${cell(THIS_VALID, valid)}</tr>`
}

function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
