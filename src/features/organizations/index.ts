/** What other features and the apps use of organisations. */
export { OrganizationKind } from './api.ts'
export { type County, createCounty, listCounties, type NewCounty } from './county.ts'
export { type Dictionaries, dictionariesInForce } from './dictionaries.ts'
export { createDirectory, type Directory, type NamedOrganization } from './directory.ts'
export { importOrganizations, previewOrganizations } from './import-organizations.ts'
export { importPeople, type PeopleOutcome, previewPeople } from './import-people.ts'
export { closeOrganization, type Merger, mergeOrganization } from './merging.ts'
export { createOrganization, type NewOrganization, renameOrganization } from './organization-acts.ts'
export { kindLabels, organizationSheet, SheetOrganization } from './organization-sheet.ts'
export { peopleSheet, postLabels, roleLabels, SheetPerson } from './people-sheet.ts'
export type { ImportOutcome, RowFault } from './plan.ts'
export {
  createOrganizationTrees,
  type OrganizationsDeps,
  type OrganizationTrees,
  organizationsRoutes,
} from './routes.ts'
export {
  findOrganization,
  findOrganizationByCode,
  findOrganizationPeople,
  getRoot,
  listOrganizations,
  listPeopleByRole,
  type OrganizationPerson,
  type OrganizationRow,
} from './store.ts'
export { parentsFirst } from './tree.ts'
