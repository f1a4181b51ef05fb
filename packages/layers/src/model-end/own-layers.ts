/*
 * The classes of this package's layers, by which the layers of saved models are known. A live layer says
 * itself what it is, by its methods.
 */

/** Of those that are an `OutputLayer`. */
export const outputLayerClasses = ['DFTOutput', 'BSLOutput', 'ETFOutput'] as const;
/** Of those that are a `LabelAffine`. */
export const labelAffineClasses = ['LabelScale'] as const;
