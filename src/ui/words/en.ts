import type { Alike } from '../language.tsx'
import type { zh } from './zh.ts'

export const en: Alike<typeof zh> = {
  classified: 'Unclassified system: never handle, store or send state secrets',
  common: {
    save: 'Save',
    cancel: 'Cancel',
    close: 'Close',
    retry: 'Try again',
    back: 'Back',
    open: 'Open',
    clear: 'Clear',
    all: 'All',
    loading: 'Loading',
    none: 'None',
    listSeparator: ', ',
    print: 'Print',
    more: 'More',
    total: (n) => `${n} in total`,
    notFoundTitle: 'Not found',
    notFoundWhy:
      'It may be gone, or is outside of what you may see. Check the address, or look in the ledger.',
    requestId: (id) => `Quote this number when asking for help: ${id}`,
  },
  leave: {
    unsaved: 'This is not saved and will be lost if you leave.',
    stay: 'Stay and go on',
    go: 'Leave without saving',
  },
  trouble: {
    title: 'Not done',
    stale_version: 'Somebody acted first and this page is out of date. Look at the latest before going on.',
    wrong_state: 'Something has changed meanwhile, so this step is no longer possible. Look at the latest.',
    not_yours: 'This is not yours to do. If it should be, ask the county inspection office.',
    same_person: 'You did the step before this one; somebody else has to do this.',
    missing: 'Something is still missing. Complete it first.',
    invalid: 'Some entries are wrong. Correct them as marked.',
    boundary: (advice) => `Some text crosses the boundary of this system and was not saved. ${advice}`,
    command_reused: 'The first attempt did succeed. Look at the latest.',
    not_found: 'Not found. It may no longer exist, or you may not see it.',
    wrong_credentials:
      'User name or password is wrong. Check capital letters; if you forgot the password, ask your county’s administrator.',
    too_many_attempts: (minutes) =>
      `Too many attempts. To protect the account, try again in ${minutes} minutes.`,
    key_missing:
      'This is encrypted, and its key is not on the server. Ask your administrator to put the key file back.',
    foreign_origin:
      'The request came from another site and was refused. Start again from a page of this system.',
    sign_in_unfinished: 'One more step of signing in comes first.',
    wrong_code: 'The code is wrong, too old or was used before. Take a new one.',
    sso_only: 'Your account is linked with single sign-on. Use “Sign in with single sign-on”.',
    sso_away: 'Single sign-on does not answer now. Try again in a while.',
    token_in_url:
      'An access token has no place in an address. It may have leaked: revoke it and make another.',
    not_signed_in: 'Your session has ended. Sign in again.',
    scope_missing: 'This access token lacks the right.',
    too_large: 'The file is too large. Split it.',
    unsupported_type: 'This kind of file is not accepted.',
    file_type: 'This kind of file cannot be uploaded. Use pictures, PDF, Word, Excel, sound or film.',
    file_empty: 'This file is empty.',
    file_damaged: 'The file is damaged and cannot be opened. Export it or take the picture again.',
    file_encrypted: 'The file needs a password. Remove it and upload again.',
    file_macros: 'The file holds macros. Save it without them and upload again.',
    too_many_requests: 'Too many requests. Wait a little.',
    bad_request: 'The request was malformed. Reload the page.',
    internal: 'The server failed and nothing was done. Try again later.',
    offline: 'The server was not reached. Check the network and try again.',
  },
  boundaryAdvice: 'Remove what is sensitive and submit again.',
}
