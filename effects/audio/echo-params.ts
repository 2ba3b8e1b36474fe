// What people set of effects that repeat the sound. Used by `echo` and `ping-pong`.
import type { ParamDescriptor } from '../effect.ts'

export const echoParams: readonly ParamDescriptor[] = [
  {
    name: 'delay',
    type: 'float',
    label: 'Delay',
    defaultValue: 0.3,
    minValue: 0.02,
    maxValue: 2,
    unit: 's',
    scale: 'log',
  },
  { name: 'feedback', type: 'float', label: 'Feedback', defaultValue: 0.4, minValue: 0, maxValue: 0.95 },
  { name: 'amount', type: 'float', label: 'Amount', defaultValue: 0.5, minValue: 0, maxValue: 1, neutralValue: 0 },
]
