import { always, type Examples } from '../example.ts'

export const accountExamples: Examples = {
  // Whoever signs in is known by name and password alone: these are nobody's.
  signIn: always({ body: { username: 'nobody', password: 'nothing' } }),
  signOut: always(),
  getMe: always(),
}
