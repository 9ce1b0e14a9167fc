/** `p2pci verify [FOLDER]`: checks the documents in a folder against their manifest; `--write` creates it. */
import {realpath} from 'node:fs/promises';
import path from 'node:path';
import {exists} from '../peer/disk/safe-file.ts';
import {writeSmallFile} from '../peer/disk/small-file.ts';
import {FailureError} from '../text/failures.ts';
import {jsonText} from '../text/json-text.ts';
import {printable} from '../text/printable.ts';
import {counted} from '../text/quantity.ts';
import {reasonOf} from '../text/reasons.ts';
import {typed} from '../text/typed.ts';
import {checkDocuments, type Finding, type FolderCheck} from './documents/check-folder.ts';
import {listDocuments} from './documents/folder-documents.ts';
import {emptyManifest, formatManifest, type Manifest} from './documents/manifest.ts';
import {readManifest} from './documents/wanted.ts';
import {type Invocation, type Run, UsageError} from './line/command.ts';
import {interruptible} from './one-shot.ts';
import {type ExitCode, exitCodes} from './process/exit-codes.ts';
import {printError, printOut} from './process/output.ts';

export const run: Run = (_command, invocation) => {
	const replaces = invocation.on('replace') && !invocation.isPreset('replace');
	if (replaces && !invocation.on('write')) throw new UsageError('--replace goes with --write.');
	const folder = invocation.operands[0] ?? '.';
	return interruptible(signal => new Verify(invocation, {folder, signal}).run(), folder);
};

class Verify {
	readonly #invocation: Invocation;
	readonly #signal: AbortSignal;
	readonly #folder: string;
	readonly #file: string;

	constructor(invocation: Invocation, {folder, signal}: {readonly folder: string; readonly signal: AbortSignal}) {
		this.#invocation = invocation;
		this.#signal = signal;
		this.#folder = folder;
		this.#file = invocation.text('manifest') ?? path.join(this.#folder, 'SHA256SUMS');
	}

	async run(): Promise<ExitCode> {
		const writes = this.#invocation.on('write');
		const documents = await listDocuments(this.#folder, typed('verify'));
		const read = () => readManifest(this.#file);
		const isNew = writes && !(await exists(this.#file));
		const manifest = isNew ? emptyManifest : ((await this.#invocation.used('manifest', read)) ?? (await read()));
		const check = await checkDocuments(this.#folder, documents, {manifest, signal: this.#signal});
		return writes ? this.#write(manifest, check) : this.#tell(check);
	}

	#tell(check: FolderCheck): ExitCode {
		const {right, findings} = check;
		this.#report(check, findings);
		const fit = `${counted(right, 'file')} ${right === 1 ? 'is' : 'are'} as ${printable(this.#file)} says`;
		printError(findings.length === 0 ? `${fit}.` : `${fit}; ${problemsText(findings)}.`);
		return findings.length === 0 ? exitCodes.done : exitCodes.failed;
	}

	async #write(manifest: Manifest, check: FolderCheck): Promise<ExitCode> {
		const {here, right, findings} = check;
		const unsettled = findings.filter(({problem}) => problem === 'unreadable' || this.#endangers(problem));
		const file = printable(this.#file);
		if (unsettled.length > 0) {
			this.#report({here, right}, unsettled);
			const how = unsettled.some(({problem}) => problem !== 'unreadable')
				? ' --replace records the folder as it is now.'
				: '';
			printError(`${file} was not written: ${problemsText(unsettled)}.${how}`);
			return exitCodes.failed;
		}
		const text = formatManifest({...manifest, files: here});
		const isSaved = text === formatManifest(manifest) && (await exists(this.#file));
		if (!isSaved) await this.#save(text);
		this.#report({here, right: here.size}, []);
		const many = counted(here.size, 'file');
		printError(isSaved ? `${file} is right as it is: ${many}.` : `Wrote ${file}: ${many}.`);
		return exitCodes.done;
	}

	/** Whether writing the manifest would lose the record of a file. */
	#endangers(problem: Finding['problem']): boolean {
		return !this.#invocation.on('replace') && (problem === 'wrong' || problem === 'missing');
	}

	async #save(text: string): Promise<void> {
		try {
			// A link stays one: what it leads to is written.
			await writeSmallFile(await realpath(this.#file).catch(() => this.#file), text);
		} catch (error) {
			const failure = {kind: 'manifest-unwritable', file: this.#file, reason: reasonOf(error)} as const;
			throw new FailureError(failure, {cause: error});
		}
	}

	#report({right, here}: Pick<FolderCheck, 'right' | 'here'>, findings: readonly Finding[]): void {
		if (this.#invocation.on('json')) {
			const folder = this.#folder;
			const manifest = this.#file;
			printOut(jsonText({folder, manifest, files: here.size, right, findings}, 2));
			return;
		}
		for (const finding of findings) printOut(findingLine(finding));
	}
}

const findingLine = ({problem, file, reason}: Finding): string =>
	printable(`${problem.padEnd(10)}  ${file}${reason === undefined ? '' : ` (${reason})`}`);

const problems = ['wrong', 'missing', 'extra', 'unreadable'] as const;

/** `1 wrong, 2 missing`. */
function problemsText(findings: readonly Finding[]): string {
	return problems
		.map(problem => [findings.filter(finding => finding.problem === problem).length, problem] as const)
		.filter(([many]) => many > 0)
		.map(([many, problem]) => `${many} ${problem}`)
		.join(', ');
}
