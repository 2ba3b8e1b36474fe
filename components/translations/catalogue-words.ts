// What a translation says of the built-in effects. In English they say it themselves: names and labels in plain words,
// descriptions and categories in their files.

/** Of one effect. */
interface EffectWords {
  /** Short: it stands below a tile. */
  readonly title: string
  /** One sentence. */
  readonly description: string
  /** By the name of the parameter, where it is not what `labels` of `CatalogueWords` has. */
  readonly labels?: Readonly<Record<string, string>>
}

/** Of all effects of the catalogue. */
export interface CatalogueWords {
  /** By the effect's name. */
  readonly effects: Readonly<Record<string, EffectWords>>
  /** Of parameters and of their choices, by the English ones. */
  readonly labels: Readonly<Record<string, string>>
  /** By the English ones. */
  readonly categories: Readonly<Record<string, string>>
}
