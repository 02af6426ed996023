/** What the desk and other features use of the screens of appeals; the pages themselves are loaded when they are opened. */
export { seesAppealsOnly, touchesAppeals, worksOnAppeals } from './who.ts'
export { useAppealWork } from './work-line.tsx'
