/** What a picture shows, with the word written on it. */
export const sceneLabels = {
  drain: '排水沟',
  bins: '垃圾收集点',
  house: '服务设施',
  water: '河道水池',
  trees: '绿化苗木',
  field: '田块',
  lamp: '路灯',
  road: '道路',
  square: '文化广场',
  ledger: '账簿凭证',
  papers: '合同资料',
  board: '公示栏',
  meeting: '会议现场',
} as const
export type Scene = keyof typeof sceneLabels

/** Scenes that are papers or rooms and no place out of doors: their evidence is a document. */
export const indoors: ReadonlySet<Scene> = new Set(['ledger', 'papers', 'meeting'])
