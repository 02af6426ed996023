import { always, type Examples } from '../example.ts'

export const accountExamples: Examples = { getMe: always() }
