/** The program: chooses a command, and turns its outcome into an exit code. Loads nothing heavy. */
import process from 'node:process';
import {type CommandSpec, UsageError} from './commands/line/command.ts';
import {readNamedConfig} from './commands/line/config.ts';
import {commandHelp, fitted, programHelp} from './commands/line/help.ts';
import {nearest} from './commands/line/nearest.ts';
import {parseArguments} from './commands/line/parse.ts';
import {type ExitCode, exitCodes} from './commands/process/exit-codes.ts';
import {endAlthoughHung, printError, printOut} from './commands/process/output.ts';
import {startWords} from './commands/process/start-words.ts';
import {programVersion} from './commands/process/version.ts';
import {commandSpecs, findCommand} from './commands/specs.ts';
import {FailureError} from './text/failures.ts';
import {printable} from './text/printable.ts';
import {quoted} from './text/quoted.ts';
import {startedAs, typed} from './text/typed.ts';

process.exitCode = await main(process.argv.slice(2));
endAlthoughHung();

async function main([name, ...rest]: readonly string[]): Promise<ExitCode> {
	try {
		startedAs(startWords(process));
		return await dispatch(name, rest);
	} catch (error) {
		if (error instanceof UsageError) {
			printError(printable(error.message));
			return exitCodes.wrongUsage;
		}
		if (error instanceof FailureError) {
			printError(error.message);
			return exitCodes.failed;
		}
		if (isFolderGone(error)) {
			printError('The current folder does not exist any more. Change to another one, and start p2pci again.');
			return exitCodes.failed;
		}
		throw error;
	}
}

function isFolderGone(error: unknown): boolean {
	return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
}

async function dispatch(name: string | undefined, rest: readonly string[]): Promise<ExitCode> {
	if (name === '--version' || name === '-v' || name === 'version') {
		printOut(programVersion());
		return exitCodes.done;
	}
	if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
		const [about = '--help'] = rest;
		const spec = findCommand(about);
		if (!spec && !about.startsWith('-')) throw new UsageError(unknownCommand(about));
		printHelp(spec ? commandHelp(spec) : programHelp(commandSpecs));
		return name === undefined ? exitCodes.wrongUsage : exitCodes.done;
	}
	const spec = findCommand(name);
	if (!spec) throw new UsageError(unknownCommand(name));
	return runCommand(spec, rest);
}

function printHelp(help: string): void {
	const text = fitted(help, process.stdout.columns);
	// Usage and examples, to be copied.
	printOut(text.replaceAll(/^ {2}p2pci /gm, `  ${typed('')}`));
}

function unknownCommand(name: string): string {
	const names = [...commandSpecs.map(spec => spec.name), '--help', '--version'];
	const meant = nearest(name, names);
	const order = name.startsWith('-') ? ' Flags follow the command.' : '';
	const hint = meant === undefined ? order : ` Did you mean ${meant}?`;
	return `There is no command ${quoted(name)}.${hint} ${typed('--help')} lists the commands.`;
}

async function runCommand(spec: CommandSpec, argv: readonly string[]): Promise<ExitCode> {
	// The config command works even if there is something wrong with the config file.
	const config = spec.name === 'config' ? undefined : () => readNamedConfig(commandSpecs);
	const invocation = parseArguments(spec, argv, config);
	if (invocation === 'help') {
		printHelp(commandHelp(spec));
		return exitCodes.done;
	}
	const {run} = await spec.load();
	try {
		return await run(spec.name, invocation);
	} catch (error) {
		if (!(error instanceof FailureError) || invocation.doubt === undefined) throw error;
		printError(`${error.message}\n${printable(invocation.doubt)}`);
		return exitCodes.failed;
	}
}
