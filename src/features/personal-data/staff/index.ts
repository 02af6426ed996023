export { PhonePart } from './phone-part.tsx'
