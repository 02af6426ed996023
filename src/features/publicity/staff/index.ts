/** What the desk and other features use of publicity's screens; the pages themselves are loaded when they are opened. */
export { publicationWords } from '../words.ts'
export { usePublicationWork } from './work-line.tsx'
