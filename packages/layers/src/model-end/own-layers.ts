/*
 * The names of this package's layer classes, which identify the layers of saved models. Live layers with a
 * role are recognized by their methods.
 */

/** The classes that implement `OutputLayer`. */
export const outputLayerClasses = ['DFTOutput', 'BSLOutput', 'ETFOutput'] as const;
/** The classes that implement `LabelAffine`. */
export const labelAffineClasses = ['LabelScale'] as const;
/** The classes that give their input on unchanged. */
export const identityClasses = ['FeatureDecay'] as const;
