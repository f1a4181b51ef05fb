import { backend_util, getKernel, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
// The stock kernel must be registered before it can be wrapped.
import '@tensorflow/tfjs-backend-wasm';

/** The attributes that the four convolution kernels share. */
interface ConvolutionAttributes {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dilations?: [number, number] | number | null;
}

/**
 * The stock convolution. If stock would be wrong for padding 'same', it gets the padding in numbers instead:
 * if strides are longer than the filter, so that no padding is needed and some pixels are skipped, stock
 * starts at the wrong pixel.
 */
export function withRightSamePadding(kernelName: string): KernelConfig {
  const stock = getKernel(kernelName, 'wasm');
  return {
    ...stock,
    kernelFunc: (call) => {
      // The names are those of the kernel's own inputs and attributes, which tfjs's registry does not know.
      const { x, filter } = call.inputs as { x: TensorInfo; filter: TensorInfo };
      const attributes = call.attrs as unknown as ConvolutionAttributes;
      const pad = skippingPadding(x.shape, filter.shape, attributes) ?? attributes.pad;
      return stock.kernelFunc({ ...call, attrs: { ...call.attrs, pad } });
    },
  };
}

/** The padding in numbers if it is 'same' and the strides skip pixels; otherwise nothing. Channels last. */
function skippingPadding(
  xShape: number[],
  filterShape: number[],
  { strides, pad, dilations }: ConvolutionAttributes,
): backend_util.ExplicitPadding | undefined {
  if (pad !== 'same') return undefined;
  const info = backend_util.computeConv2DInfo(
    xShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
  );
  const coveredHeight = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const coveredWidth = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  if (coveredHeight >= info.inHeight && coveredWidth >= info.inWidth) return undefined;
  const { top, bottom, left, right } = info.padInfo;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
