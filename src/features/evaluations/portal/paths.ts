/** Where the pages of evaluation stand. The short one is typed from paper and stands in QR codes, before the code. */
export const evaluationPaths = {
  ask: '/evaluate',
  answer: '/evaluate/answer',
  results: '/evaluations',
} as const

export const resultPath = (slug: string): string => `${evaluationPaths.results}/${slug}`
