/** Where the public pages stand. Slugs and paths are ASCII, so that they can be read out and typed. */
export const paths = {
  home: '/',
  published: '/published',
  /** Issues of months, and their figures over the year. */
  monthly: '/monthly',
  progress: '/progress',
  report: '/report',
  /** 群众诉求 (features/appeals/portal). */
  appeal: '/appeals/new',
  appealStatus: '/appeals/status',
  about: '/about',
  /** What of it can be taken away: tables, feed, a figure for other sites. */
  data: '/data',
  feed: '/feed.xml',
  embed: '/embed/figures',
  /** 开放接口 (features/appeals/portal/open311). */
  openData: '/open-data',
  style: '/portal.css',
} as const

/** Of one publication; what stands in QR codes. */
export const publishedPath = (slug: string): string => `${paths.published}/${slug}`

export const picturesPath = (slug: string): string => `${publishedPath(slug)}/pictures`

export const picturePath = (slug: string, sha256: string): string =>
  `${publishedPath(slug)}/pictures/${sha256}`

export const commentsPath = (slug: string): string => `${publishedPath(slug)}/comments`

/** A list of what is public, as a table to take away. */
export const dataPath = (name: string, form: 'csv' | 'xlsx'): string => `${paths.data}/${name}.${form}`

/** As published.slug is. */
export const SLUG = /^\d{4}-\d{4,10}(?:-\d{1,4})?$/
