import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';

/** A generated document in RFC text format; `lines` sets its length. */
export function documentText(rfc: number, title: string, lines = 20): string {
	const head = `Network Working Group                                        A. Writer\nRequest for Comments: ${rfc}                                 November 2026\n`;
	const centred = ' '.repeat(Math.max(2, Math.floor((72 - title.length) / 2))) + title;
	const body = Array.from({length: lines}, (_, index) => `   Line ${index + 1} of the text of document ${rfc}.`);
	return `\n\n${head}\n\n${centred}\n\nAbstract\n\n${body.join('\n')}\n`;
}

export const titleOfDocument = (rfc: number): string => `Made-Up Document Number ${rfc}`;

/** Writes generated documents into a folder, which is created if missing. */
export async function writeDocuments(folder: string, numbers: readonly number[], lines?: number): Promise<void> {
	await mkdir(folder, {recursive: true});
	for (const rfc of numbers) {
		await writeFile(path.join(folder, `rfc${rfc}.txt`), documentText(rfc, titleOfDocument(rfc), lines));
	}
}
