import { html } from 'ghtml'
import { type Frame, linkTo, type Page, portalPaths, TRAP } from '#features/publicity/index.ts'
import { appealPaths } from '../paths.ts'
import type { PhotoFault } from '../photos.ts'
import type { PlaceChoice } from '../portal.ts'
import { proofVersion } from '../proof-script.ts'

export const MOST_CHARACTERS = 2_000

export type FormFault =
  | 'empty'
  | 'too_long'
  | 'boundary'
  | 'abuse'
  | 'child'
  | 'place'
  | 'phone'
  | 'name'
  | 'full'
  | 'photos_full'
  | PhotoFault

const faults: Record<FormFault, string> = {
  empty: '还没有写是什么事。请写好后再提交。',
  too_long: `写得太长了。请缩短到${MOST_CHARACTERS}字以内，最要紧的先说，其余的可以以后补充。`,
  boundary:
    '写的内容里有不能在网上填写的（例如带密级的文件、案件线索、举报材料），没有保存。请去掉后再提交；要举报干部违纪违法，请拨打12388或者到县纪检监察机关当面说。',
  abuse: '没有看出是什么事。请写清楚在哪里、出了什么事、希望怎样解决，我们才能办。',
  child:
    '未满14周岁，请和爸爸妈妈或者其他家长一起填写。如果有人欺负、伤害你，请马上拨打110，或者拨打12355找人帮忙。家长在身边并且同意的，请在下面打勾后再提交。',
  place: '请选一个村（社区）或者乡镇（街道）。',
  phone: '电话号码好像不对。请写手机号，或者区号加座机号；不想留可以空着。',
  name: '称呼太长了，请写在40字以内。',
  photo_count: '照片最多3张。请重新选最要紧的几张。',
  photo_large: '有照片超过10MB。请换小一点的，或者截个屏再选。',
  photo_kind:
    '有照片打不开，或者不是JPG、PNG、WebP格式。苹果手机的照片，请先在微信里发一遍再存，或者截个屏再选。',
  photos_full: '现在收到的照片太多，正在处理。请先不带照片提交，等工作人员联系您时再给；或者过几个小时再来。',
  full: '现在收到的太多，正在处理，暂时不能再提交。请过几个小时再来，急事请打电话。',
}
/** Which field a fault is about. */
const about: Record<FormFault, string> = {
  ...{ empty: 'text', too_long: 'text', boundary: 'text', abuse: 'text', child: 'adult' },
  ...{ place: 'place', phone: 'phone', name: 'name', full: 'text' },
  ...{ photo_count: 'photos', photo_large: 'photos', photo_kind: 'photos', photos_full: 'photos' },
}

export type Written = {
  id: string
  place: string
  detail: string
  text: string
  village: boolean
  openness: string
  name: string
  phone: string
  /** Pictures came with it; no browser lets a page fill them in again. */
  hadPhotos: boolean
}

const opennesses = [
  ['handler', '可以告诉办事的单位', '办事的人知道您是谁，方便直接找您了解情况。'],
  [
    'registrar',
    '只让登记人知道',
    '登记人就是收下这件事的工作人员。办事的单位和村里不知道您是谁；要联系您，由登记人转告。',
  ],
  ['anonymous', '不留姓名', '谁也不知道您是谁。请一定收好查询号，只有凭它才能看到答复。'],
] as const

/** 我要反映: as few fields as will do, complete without JavaScript. */
export function formPage(
  frame: Frame,
  {
    written: w,
    places,
    fault,
  }: { written: Written; places: readonly PlaceChoice[]; fault?: FormFault | undefined },
): Page {
  const wrong = (field: string) =>
    fault && about[fault] === field ? ' aria-invalid="true" aria-describedby="fault"' : ''
  return {
    title: '我要反映',
    current: 'appeal',
    // What was written stands on this page alone.
    ...(fault && { again: null }),
    script: `${appealPaths.script}?v=${proofVersion}`,
    main: html`<h1>我要反映</h1>
<p>不用注册，几分钟写完。写好提交，马上给您一个查询号，凭它看办到哪一步、看答复、说满意不满意。</p>
<p class="note">正在发生的危险请马上打电话：报警110，火警119，急救120。想说给人听，请看<a href="${linkTo(frame, portalPaths.report)}">电话和地点</a>。</p>
!${fault ? html`<p class="wrong" id="fault" role="alert">${faults[fault]}</p>` : ''}
<form action="${linkTo(frame, appealPaths.form)}" method="post" enctype="multipart/form-data" data-proof>
<label for="place">事情在哪个村（社区）</label>
<select id="place" name="place" required!${wrong('place')}>
<option value="">请选择</option>
!${placeOptions(places, w.place)}
</select>
<label for="text">什么事</label>
<p class="meta" id="text-hint">在哪里、什么时候、怎么回事、希望怎样解决。请不要写别人的身份证号、电话；写了会遮住。</p>
<textarea id="text" name="text" rows="8" maxlength="${MOST_CHARACTERS}" required!${wrong('text') || ' aria-describedby="text-hint"'}>
${w.text}</textarea>
<label for="detail">具体位置（可以不填）</label>
<input id="detail" name="detail" type="text" maxlength="100" value="${w.detail}">
<label for="photos">照片（可以不选，最多3张）</label>
<p class="meta" id="photos-hint">拍清楚是什么地方、坏成什么样就行，不要拍进您自己、身份证和别人的脸。只有工作人员能看，不公开；拍摄时间、地点这些隐藏的信息会自动去掉。每张不超过10MB。</p>
!${w.hadPhotos ? '<p class="wrong">照片要请您重新选一遍。</p>' : ''}
<input id="photos" name="photos" type="file" accept="image/jpeg,image/png,image/webp" multiple!${wrong('photos') || ' aria-describedby="photos-hint"'}>
<label class="choice"><input name="village" type="checkbox" value="yes"!${w.village ? ' checked' : ''}>反映的是本村（社区）干部或村里人的事<small>打勾后，这件事不交给本村办，本村也看不到。</small></label>
<fieldset><legend>您是谁，让谁知道</legend>
!${opennesses
      .map(
        ([value, title, words]) =>
          html`<label class="choice"><input name="openness" type="radio" value="${value}"!${value === w.openness ? ' checked' : ''}>${title}<small>${words}</small></label>`,
      )
      .join('\n')}
</fieldset>
<label for="name">怎么称呼您（可以不填）</label>
<input id="name" name="name" type="text" maxlength="40" autocomplete="name" value="${w.name}"!${wrong('name')}>
<label for="phone">电话（可以不填）</label>
<p class="meta" id="phone-hint">留了电话，有答复时能告诉您。选“不留姓名”的，称呼和电话都不保存。</p>
<input id="phone" name="phone" type="tel" maxlength="20" autocomplete="tel" value="${w.phone}"!${wrong('phone') || ' aria-describedby="phone-hint"'}>
!${
      fault === 'child'
        ? html`<label class="choice"><input name="adult" type="checkbox" value="yes"!${wrong('adult')}>家长在身边，同意提交（或者我已满14周岁）</label>`
        : ''
    }
<div class="trap" aria-hidden="true"><label for="${TRAP}">请勿填写</label><input id="${TRAP}" name="${TRAP}" type="text" tabindex="-1" autocomplete="off"></div>
<input type="hidden" name="form" value="${w.id}">
<input type="hidden" name="proof" value="">
<p class="meta">录音、录像和别的材料，可以在工作人员联系您时交，或者带到窗口。提交就表示同意为办理这件事使用您填写的内容；称呼和电话加密、另外保存；有人看过，您凭查询号能看到是哪天、是登记人还是办事的单位看的。</p>
<button type="submit">提交</button>
</form>`,
  }
}

/** By township, the township itself first. */
function placeOptions(places: readonly PlaceChoice[], chosen: string): string {
  const option = ({ id, name }: PlaceChoice, label = name) =>
    html`<option value="${id}"!${id === chosen ? ' selected' : ''}>${label}</option>`
  return places
    .filter(({ isTownship }) => isTownship)
    .map((township) => {
      const below = places.filter((p) => !p.isTownship && p.townshipId === township.id)
      return html`<optgroup label="${township.name}">!${option(township, `${township.name}（不在哪个村）`)}!${below.map((p) => option(p)).join('')}</optgroup>`
    })
    .join('\n')
}
