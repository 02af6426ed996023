import { html } from 'ghtml'
import { choicesOf, type Fault, MOST_WORDS, type Question } from '../questions.ts'

const wordsFor: Record<Fault['reason'], (question: Question) => string> = {
  required: ({ kind }) => (kind === 'number' || kind === 'text' ? '这一题还没有填。' : '这一题还没有选。'),
  unknown: () => '请重新选一下这一题。',
  not_a_number: (question) =>
    question.kind === 'number' ? `请填${question.min}到${question.max}之间的一个数。` : '请填一个数。',
  too_long: () => `写得太长了，请缩短到${MOST_WORDS}字以内。`,
}

/**
 * The questions of a sheet as fields of a form: large to touch, complete without JavaScript. `given` says what stands
 * under a key by now, read or not: whoever wrote something wrong mends it, and does not write it again.
 */
export function questionFields(
  questions: readonly Question[],
  given: (key: string) => readonly string[],
  faults: readonly Fault[],
  numberFrom = 1,
): string {
  return questions
    .map((question, i) => {
      const fault = faults.find(({ key }) => key === question.key)
      return field(
        question,
        `${i + numberFrom}. `,
        given(question.key),
        fault && wordsFor[fault.reason](question),
      )
    })
    .join('\n')
}

function field(
  question: Question,
  number: string,
  written: readonly string[],
  fault: string | undefined,
): string {
  const { key, title, required, kind } = question
  const id = `q-${key.replaceAll('.', '-')}`
  const wrong = fault ? html`<p class="wrong" id="${id}-fault">${fault}</p>` : ''
  const described = fault ? ` aria-describedby="${id}-fault"` : ''
  const may = required ? '' : '<small>（可以不填）</small>'
  if (kind === 'choice' || kind === 'choices' || kind === 'scale') {
    const type = kind === 'choices' ? 'checkbox' : 'radio'
    const hint = kind === 'choices' ? '<small>（可以选几个）</small>' : ''
    return html`<fieldset id="${id}" class="question"!${described}><legend>${number}${title}!${may}!${hint}</legend>!${wrong}
!${choicesOf(question)
      .map(
        ({ code, label }) =>
          html`<label class="choice"><input type="${type}" name="${key}" value="${code}"!${written.includes(code) ? ' checked' : ''}>${label}</label>`,
      )
      .join('\n')}
</fieldset>`
  }
  if (kind === 'number')
    return html`<div class="question"><label for="${id}">${number}${title}（${question.unit}）!${may}</label>!${wrong}
<input id="${id}" name="${key}" type="text" inputmode="numeric" maxlength="20" value="${written[0] ?? ''}"!${described}></div>`
  return html`<div class="question"><label for="${id}">${number}${title}!${may}</label>!${wrong}
<textarea id="${id}" name="${key}" rows="3" maxlength="${MOST_WORDS}"!${described}>
${written[0] ?? ''}</textarea></div>`
}
