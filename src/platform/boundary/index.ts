export { PatternError, readPattern } from './pattern.ts'
export { CONFIRMED_HEADER, confirmedKeys, type Hit, type ScanOptions, scan } from './scan.ts'
export { compileBoundary, type Scanner } from './scanner.ts'
export { BoundaryValue } from './value.ts'
