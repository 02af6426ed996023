import { always, type Examples } from '../example.ts'

const month = '2025-01'

/** The rates of appeals and what stands behind them. */
export const appealFigures: Examples = {
  getAppealFigures: always({ query: { month } }),
  listAppealsCounted: always({ query: { month, rate: 'response' } }),
  getResponseSpeed: always({ query: { month } }),
}
