export { Bell } from './bell.tsx'
export { useOutletWork } from './work-line.tsx'
