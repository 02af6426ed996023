import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { meQuery } from '#features/accounts/staff/index.ts'
import { isApiError } from '#ui/api.ts'
import { DESK } from '#ui/base-path.ts'
import { claimDrafts } from '#ui/draft.ts'
import { NotFound, TroubleScreen, Waiting } from '#ui/states.tsx'
import { parseSearch, stringifySearch } from './search.ts'

/** A page's search parameters are plain text in the address bar; screens read the meaning out of them. */
type Search = Record<string, string | undefined>

export const loadFrame = () => import('./frame.tsx')

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Search): { from?: string | undefined; sso?: string | undefined } => ({
    ...{ from: search.from, sso: search.sso },
  }),
  component: lazyRouteComponent(() => import('#features/accounts/staff/sign-in.tsx'), 'SignInPage'),
})

/** Everything behind the sign-in. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  component: lazyRouteComponent(loadFrame, 'Frame'),
  beforeLoad: async ({ context, location }) => {
    try {
      const { person } = await context.client.ensureQueryData(meQuery)
      claimDrafts(person.id)
    } catch (error) {
      if (isApiError(error) && (error.status === 401 || error.refusal.code === 'sign_in_unfinished'))
        throw redirect({ to: '/sign-in', search: { from: location.href } })
      throw error
    }
  },
})

const work = createRoute({
  getParentRoute: () => desk,
  path: '/',
  component: lazyRouteComponent(() => import('./work.tsx'), 'Work'),
})

const publicity = createRoute({
  getParentRoute: () => desk,
  path: '/publicity',
  validateSearch: (search: Search): Search => search,
  component: lazyRouteComponent(() => import('#features/publicity/staff/list/page.tsx'), 'PublicityPage'),
})

/** `problem` is the problem that is to be made public. */
const beginPublication = createRoute({
  getParentRoute: () => desk,
  path: '/publicity/new',
  validateSearch: (search: Search): { problem?: string | undefined } => ({ problem: search.problem }),
  component: lazyRouteComponent(() => import('#features/publicity/staff/begin/page.tsx'), 'BeginPage'),
})

const publication = createRoute({
  getParentRoute: () => desk,
  path: '/publicity/$id',
  component: lazyRouteComponent(() => import('#features/publicity/staff/one/page.tsx'), 'PublicationPage'),
})

const sheet = createRoute({
  getParentRoute: () => desk,
  path: '/publicity/$id/sheet',
  validateSearch: (search: Search): { size?: 'a4' | 'a3' | undefined } => ({
    size: search.size === 'a3' ? 'a3' : 'a4',
  }),
  component: lazyRouteComponent(() => import('#features/publicity/staff/paper/sheet.tsx'), 'SheetPage'),
})

const picture = createRoute({
  getParentRoute: () => desk,
  path: '/publicity/$id/picture',
  component: lazyRouteComponent(() => import('#features/publicity/staff/paper/picture.tsx'), 'PicturePage'),
})

const campaigns = createRoute({
  getParentRoute: () => desk,
  path: '/evaluations',
  component: lazyRouteComponent(() => import('#features/evaluations/staff/list.tsx'), 'CampaignsPage'),
})

/** `campaign` is the draft that is to be changed. */
const prepareCampaign = createRoute({
  getParentRoute: () => desk,
  path: '/evaluations/new',
  validateSearch: (search: Search): { campaign?: string | undefined } => ({ campaign: search.campaign }),
  component: lazyRouteComponent(() => import('#features/evaluations/staff/prepare.tsx'), 'PreparePage'),
})

const campaign = createRoute({
  getParentRoute: () => desk,
  path: '/evaluations/$id',
  component: lazyRouteComponent(() => import('#features/evaluations/staff/one.tsx'), 'CampaignPage'),
})

const papers = createRoute({
  getParentRoute: () => desk,
  path: '/evaluations/$id/papers',
  component: lazyRouteComponent(() => import('#features/evaluations/staff/papers.tsx'), 'PapersPage'),
})

const surveys = createRoute({
  getParentRoute: () => desk,
  path: '/surveys',
  component: lazyRouteComponent(() => import('#features/surveys/staff/page.tsx'), 'SurveysPage'),
})

/** `view` is the list, everything else its filters. */
const appeals = createRoute({
  getParentRoute: () => desk,
  path: '/appeals',
  validateSearch: (search: Search): Search => search,
  component: lazyRouteComponent(() => import('#features/appeals/staff/list/page.tsx'), 'AppealsPage'),
})

const registerAppeal = createRoute({
  getParentRoute: () => desk,
  path: '/appeals/new',
  component: lazyRouteComponent(() => import('#features/appeals/staff/register/page.tsx'), 'RegisterPage'),
})

const appealOverview = createRoute({
  getParentRoute: () => desk,
  path: '/appeals/overview',
  validateSearch: (search: Search): { township?: string | undefined } => ({ township: search.township }),
  component: lazyRouteComponent(
    () => import('#features/appeals/staff/overview/page.tsx'),
    'AppealOverviewPage',
  ),
})

/** `month` and what is asked of it. */
const appealRates = createRoute({
  getParentRoute: () => desk,
  path: '/appeals/rates',
  validateSearch: (search: Search): Search => search,
  component: lazyRouteComponent(() => import('#features/appeals/staff/rates/page.tsx'), 'RatesPage'),
})

const pledges = createRoute({
  getParentRoute: () => desk,
  path: '/appeals/pledges',
  validateSearch: (search: Search): { year?: string | undefined; township?: string | undefined } => ({
    ...{ year: search.year, township: search.township },
  }),
  component: lazyRouteComponent(() => import('#features/appeals/staff/pledges/page.tsx'), 'PledgesPage'),
})

const telling = createRoute({
  getParentRoute: () => desk,
  path: '/appeals/telling',
  component: lazyRouteComponent(() => import('#features/appeals/staff/telling/page.tsx'), 'TellingPage'),
})
const diverted = createRoute({
  getParentRoute: () => desk,
  path: '/appeals/diverted',
  component: lazyRouteComponent(() => import('#features/appeals/staff/diverted/page.tsx'), 'DivertedPage'),
})

const reception = createRoute({
  getParentRoute: () => desk,
  path: '/appeals/reception',
  component: lazyRouteComponent(() => import('#features/appeals/staff/reception/page.tsx'), 'ReceptionPage'),
})

/** `act` opens the panel of that act. */
const appeal = createRoute({
  getParentRoute: () => desk,
  path: '/appeals/$id',
  validateSearch: (search: Search): { act?: string | undefined } => ({ act: search.act }),
  component: lazyRouteComponent(() => import('#features/appeals/staff/one/page.tsx'), 'AppealPage'),
})

const ledger = createRoute({
  getParentRoute: () => desk,
  path: '/ledger',
  validateSearch: (search: Search): Search => search,
  component: lazyRouteComponent(() => import('#features/problems/staff/ledger/page.tsx'), 'LedgerPage'),
})

/** `act` opens the panel of that act. */
const problem = createRoute({
  getParentRoute: () => desk,
  path: '/problems/$id',
  validateSearch: (search: Search): { act?: string | undefined } => ({ act: search.act }),
  component: lazyRouteComponent(() => import('#features/problems/staff/problem/page.tsx'), 'ProblemPage'),
})

const overview = createRoute({
  getParentRoute: () => desk,
  path: '/overview',
  validateSearch: (search: Search): { township?: string | undefined } => ({ township: search.township }),
  component: lazyRouteComponent(() => import('#features/problems/staff/overview/page.tsx'), 'OverviewPage'),
})

const imports = createRoute({
  getParentRoute: () => desk,
  path: '/import',
  validateSearch: (search: Search): { kind?: string | undefined } => ({ kind: search.kind }),
  component: lazyRouteComponent(() => import('#features/imports/staff/page.tsx'), 'ImportPage'),
})

const loadOrganizations = () => import('#features/organizations/staff/page.tsx')

const organizations = createRoute({
  getParentRoute: () => desk,
  path: '/organizations',
  component: lazyRouteComponent(loadOrganizations, 'OrganizationsPage'),
})

/** The same page with one of them beside the tree. */
const organization = createRoute({
  getParentRoute: () => desk,
  path: '/organizations/$id',
  component: lazyRouteComponent(loadOrganizations, 'OrganizationsPage'),
})

const firstPasswords = createRoute({
  getParentRoute: () => desk,
  path: '/first-passwords',
  component: lazyRouteComponent(
    () => import('#features/organizations/staff/slips/page.tsx'),
    'FirstPasswordsPage',
  ),
})

/** People, their rights, and the log: shown to whom the server lets. */
const people = createRoute({
  getParentRoute: () => desk,
  path: '/people',
  validateSearch: (
    search: Search,
  ): { q?: string | undefined; organization?: string | undefined; status?: string | undefined } => ({
    ...{ q: search.q, organization: search.organization, status: search.status },
  }),
  component: lazyRouteComponent(
    () => import('#features/accounts/staff/rights/people-page.tsx'),
    'PeoplePage',
  ),
})

const person = createRoute({
  getParentRoute: () => desk,
  path: '/people/$id',
  component: lazyRouteComponent(
    () => import('#features/accounts/staff/rights/person-page.tsx'),
    'PersonPage',
  ),
})

const grants = createRoute({
  getParentRoute: () => desk,
  path: '/grants',
  component: lazyRouteComponent(
    () => import('#features/accounts/staff/rights/requests-page.tsx'),
    'RequestsPage',
  ),
})

const delegations = createRoute({
  getParentRoute: () => desk,
  path: '/delegations',
  component: lazyRouteComponent(
    () => import('#features/accounts/staff/rights/delegations-page.tsx'),
    'DelegationsPage',
  ),
})

const log = createRoute({
  getParentRoute: () => desk,
  path: '/log',
  validateSearch: (
    search: Search,
  ): {
    person?: string | undefined
    act?: string | undefined
    from?: string | undefined
    to?: string | undefined
  } => ({ person: search.person, act: search.act, from: search.from, to: search.to }),
  component: lazyRouteComponent(() => import('#features/accounts/staff/rights/log-page.tsx'), 'LogPage'),
})

const myData = createRoute({
  getParentRoute: () => desk,
  path: '/my-data',
  component: lazyRouteComponent(() => import('#features/personal-data/staff/my-data.tsx'), 'MyDataPage'),
})

/** `copy` shows the copy that a granted request is answered with. */
const dataRequests = createRoute({
  getParentRoute: () => desk,
  path: '/data-requests',
  validateSearch: (search: Search): { status?: string | undefined; copy?: string | undefined } => ({
    status: search.status,
    copy: search.copy,
  }),
  component: lazyRouteComponent(
    () => import('#features/personal-data/staff/requests-page.tsx'),
    'DataRequestsPage',
  ),
})

const noticeWays = createRoute({
  getParentRoute: () => desk,
  path: '/notice-ways',
  component: lazyRouteComponent(() => import('#features/notices/staff/ways-page.tsx'), 'WaysPage'),
})

const outlets = createRoute({
  getParentRoute: () => desk,
  path: '/outlets',
  component: lazyRouteComponent(() => import('#features/notices/staff/outlets-page.tsx'), 'OutletsPage'),
})

/** One's own password, second factors and sessions; `sso` tells how linking went. */
const account = createRoute({
  getParentRoute: () => desk,
  path: '/me',
  validateSearch: (search: Search): { sso?: string | undefined } => ({ sso: search.sso }),
  component: lazyRouteComponent(() => import('#features/accounts/staff/account/page.tsx'), 'AccountPage'),
})

/** For administrators: whoever cannot sign in. */
const signInHelp = createRoute({
  getParentRoute: () => desk,
  path: '/sign-in-help',
  component: lazyRouteComponent(() => import('#features/accounts/staff/help/page.tsx'), 'SignInHelpPage'),
})

/** An address below /desk that leads nowhere is told inside the frame, from where one can go on. */
const nowhere = createRoute({
  getParentRoute: () => desk,
  path: '$',
  component: NotFound,
})

const tree = root.addChildren([
  signIn,
  desk.addChildren([
    work,
    ledger,
    problem,
    overview,
    organizations,
    organization,
    imports,
    firstPasswords,
    people,
    person,
    grants,
    delegations,
    log,
    myData,
    dataRequests,
    account,
    ...[noticeWays, outlets],
    signInHelp,
    ...[publicity, beginPublication, publication, sheet, picture],
    ...[campaigns, prepareCampaign, campaign, papers, surveys],
    ...[appeals, registerAppeal, appealOverview, appealRates, pledges, telling, diverted, reception, appeal],
    nowhere,
  ]),
])

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: tree,
    basepath: DESK,
    context: { client },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultPendingMs: 200,
    defaultPendingComponent: Waiting,
    defaultErrorComponent: TroubleScreen,
    defaultNotFoundComponent: NotFound,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
