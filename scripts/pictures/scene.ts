import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {temporaryFolder} from '../../test/helpers/temp.ts';
import type {TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {toPng} from './png.ts';
import {toSvg} from './svg.ts';

/** What a scene can use while it plays. */
export type Stage = {
	readonly columns: number;
	readonly rows: number;
	/** A folder for the scene's programs: their home. It goes away afterwards. */
	readonly home: string;
	/** Ends a program when the scene is over, whichever way; the last one registered first. */
	readonly use: <Resource extends AsyncDisposable>(resource: Resource) => Resource;
};

/** One picture: a size, and what happens until the screen is as it should be. */
export type Scene = {
	/** Name of the files, without their ending. */
	readonly name: string;
	/** Over the window in the picture. */
	readonly title: string;
	readonly columns: number;
	readonly rows: number;
	/** Plays until the terminal that it gives back shows the picture. */
	readonly play: (stage: Stage) => Promise<TerminalUnderTest>;
};

/** Plays a scene and writes `<name>.svg` and `<name>.png` into `folder`. Throws when the scene does not get there. */
export async function record(scene: Scene, folder: string): Promise<void> {
	await using home = await temporaryFolder();
	await using programs = new AsyncDisposableStack();
	const {columns, rows} = scene;
	const terminal = await scene.play({columns, rows, home: home.path, use: resource => programs.use(resource)});
	const svg = toSvg(terminal.cells(), scene.title);
	await writeFile(path.join(folder, `${scene.name}.svg`), svg);
	await writeFile(path.join(folder, `${scene.name}.png`), toPng(svg));
}
