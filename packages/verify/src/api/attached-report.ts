import { ValueError } from '@argmaxable/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkModel, readModelSubject } from '../input/model-subject.js';
import { VerifyReport } from '../report/verify-report.js';
import { hashesOf } from '../input/weights-hash.js';

/** The key of the report in a model's metadata. */
const key = 'argmaxableReport';

/**
 * Keeps a report in a model's JSON: `model.save` saves it with the model, and `attachedReport` finds it after
 * loading.
 *
 * The report is kept without certificates. tfjs allows a megabyte of metadata: about 10,000 label sets.
 *
 * @param model The model that was verified. Its other metadata is kept.
 * @param report From `verify` with that model.
 * @throws ValueError for a report without a hash of the weights.
 *
 * @example
 * import { attachedReport, attachReport, verify } from '@argmaxable/verify';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 4, inputShape: [2], useBias: false })] });
 * attachReport(model, await verify(model, { labelSets: [[0], [1, 2]] }));
 * const { report, stale } = await attachedReport(model); // also after model.save and loadLayersModel
 */
export function attachReport(model: LayersModel, report: VerifyReport): void {
  checkModel(model);
  if (!(report instanceof VerifyReport)) throw new ValueError('report', report, 'a VerifyReport');
  if (report.verified.hash === null) {
    throw new ValueError(
      'report',
      report,
      'one with a hash of the weights',
      'Verify on a page that is served securely.',
    );
  }
  model.setUserDefinedMetadata({
    ...model.getUserDefinedMetadata(),
    [key]: JSON.parse(JSON.stringify(report.withoutCertificates())) as object,
  });
}

/** The result of `attachedReport`. */
export interface AttachedReport {
  readonly report: VerifyReport;
  /** Whether the weights of the model's last linear layers are no longer those that were verified. */
  readonly stale: boolean;
}

/**
 * The report that `attachReport` stored in a model, and whether it still holds.
 *
 * @throws ValueError (as a rejection) for a model without a report.
 */
export async function attachedReport(model: LayersModel): Promise<AttachedReport> {
  checkModel(model);
  const metadata = model.getUserDefinedMetadata() as Record<string, unknown> | undefined;
  if (metadata?.[key] === undefined) {
    throw new ValueError('model', model, 'one with a report', 'Call attachReport(model, report) first.');
  }
  const report = VerifyReport.fromJSON(metadata[key]);
  const { about, rule, thresholds } = report.settings;
  const { classifier } = await readModelSubject(model, { about, rule, ...(thresholds && { thresholds }) });
  const { hash, projectionHash } = await hashesOf(classifier);
  const { verified } = report;
  return { report, stale: hash !== verified.hash || projectionHash !== verified.projectionHash };
}
