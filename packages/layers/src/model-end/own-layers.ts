/*
 * The names of this package's layer classes, which identify the layers of saved models. Live layers are
 * recognized by their methods.
 */

/** The classes that implement `OutputLayer`. */
export const outputLayerClasses = ['DFTOutput', 'BSLOutput', 'ETFOutput'] as const;
/** The classes that implement `LabelAffine`. */
export const labelAffineClasses = ['LabelScale'] as const;
