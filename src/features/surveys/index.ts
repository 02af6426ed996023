/** What other features and the apps use of surveys. */
export { questionFields } from './portal/fields.ts'
export { surveyRoutes } from './routes.ts'
