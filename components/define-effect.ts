// Stands beside the bundle, free of anything but itself: what scripts of effects import, inside a worker.
export {
  defineEffect,
  type EffectDefinition,
  type EffectFrame,
  type ModuleParam,
  type ParamValues,
} from '../effects/define-effect.ts'
