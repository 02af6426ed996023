export {
  NotFound as NotFoundPage,
  TroubleScreen as TroublePage,
  Waiting as WaitingPage,
} from '#ui/states.tsx'
