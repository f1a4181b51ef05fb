import { settingsText } from '../settings-text.js';
import { type FileSettings, loadFile } from './file.js';
import type { StudyData } from './study-data.js';
import { loadWordNet, type WordNetSettings } from './wordnet.js';

/** What a data set is made of. */
export type DataSettings = WordNetSettings | FileSettings;

/** The last data set that was loaded: cells of one grid mostly share it. */
let last: { settings: string; data: Promise<StudyData> } | undefined;

export function loadData(settings: DataSettings): Promise<StudyData> {
  const text = settingsText(settings);
  if (last?.settings !== text) {
    last = { settings: text, data: load(settings) };
  }
  return last.data;
}

const load = async (settings: DataSettings): Promise<StudyData> =>
  settings.kind === 'wordnet' ? loadWordNet(settings) : await loadFile(settings);
