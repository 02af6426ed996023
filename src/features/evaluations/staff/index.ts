/** What the desk uses of evaluation's screens; the pages themselves are loaded when they are opened. */
export { seesCampaigns } from './who.ts'
export { useCampaignWork } from './work-line.tsx'
