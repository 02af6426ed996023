/** What the apps use of publicity. */
export { frontPage, portalCss } from './portal/front-page.ts'
