/** What other features and the apps use of accounts. The sign-in engine itself is loaded when `openAuth` is called. */
export { type Actor, type Grant, holds, timer } from './actor.ts'
export { findActor } from './actor-store.ts'
export { adminRoles, isAdminRole, Role } from './api.ts'
export { type Auth, type Hashing, openAuth } from './auth.ts'
export type { Asker } from './authority.ts'
export { isOldSeal, openTotpSecret, sealTotpSecret, type TotpKeys } from './factors/totp-secret.ts'
export { type FirstPassword, giveFirstPasswords } from './first-passwords.ts'
export { askGrant, askGrantEnd } from './grant-requests.ts'
export { migrateAuth } from './migrate-auth.ts'
export { administratorsThereAre } from './office.ts'
export type { SignInDeps } from './own-password.ts'
export { endSessions, setPassword, setPasswordHash } from './passwords.ts'
export {
  createPerson,
  findByUsername,
  linkAccount,
  listPeople,
  putPhone,
  type SealedPhone,
  setPersonStatus,
  setUsername,
} from './people.ts'
export { type By, lockCase, operator, recordBeginning, recordNext } from './record.ts'
export { openNames } from './reset-password.ts'
export {
  endDuties,
  endDutiesIn,
  giveDuties,
  localDay,
  type NewGrant,
  type NewPost,
  type PostKind,
} from './responsibilities.ts'
export { rightsRuleShapes, rightsRules } from './rights.seed.ts'
export { type RightsDeps, rightsRoutes } from './rights-routes.ts'
export { roleWords } from './role-words.ts'
export { accountsRoutes } from './routes.ts'
export { isGrantedOnCounty, isTownshipLike, type Scope, scopeOf } from './scope.ts'
export { createSessions, type Sessions } from './sessions.ts'
export { signInSeed } from './sign-in.seed.ts'
export { signIn } from './sign-in-api.ts'
export { signInRoutes } from './sign-in-routes.ts'
export { signInRuleShapes } from './sign-in-rules.ts'
export { createSso } from './sso/index.ts'
export { registerSso } from './sso/routes.ts'
export { actingWith, standingFor } from './stand-ins.ts'
export { TOKEN_DAYS, TOKEN_SCOPES } from './token-format.ts'
export { pathForLog, refuseTokensInUrls } from './token-in-url.ts'
export { createToken, listTokens, revokeToken } from './tokens.ts'
export { foldUsername, makePassword, PASSWORD_LENGTH } from './username.ts'
