// Previews the clinic with policy packs: tsx main.ts <leak> <folder for stack settings> <pack>...
// Prints one JSON object: what would be created, and what the packs say. Exit code 0 unless something other than a policy stops the preview.
import { InlineProgramArgs, LocalWorkspace, PreviewResult } from "@pulumi/pulumi/automation/index.js";
import { clinic, Leak } from "./clinic.js";

interface Finding {
    policy: string;
    pack: string;
    level: string;
    resource: string;
    message: string;
}

async function main(leak: Leak, workDir: string, policyPacks: string[]): Promise<void> {
    const project: InlineProgramArgs = {
        projectName: "clinic",
        stackName: `typescript-${leak}`,
        program: async () => clinic(leak),
    };
    const stack = await LocalWorkspace.createOrSelectStack(project, {
        workDir,
        projectSettings: { name: "clinic", runtime: "nodejs" },
    });

    const findings: Finding[] = [];
    const diagnostics: string[] = [];
    const planned: string[] = [];
    let failure: string | undefined;
    try {
        const result: PreviewResult = await stack.preview({
            policyPacks,
            color: "never",
            onEvent: (event) => {
                if (event.policyEvent) {
                    const { policyName, policyPackName, enforcementLevel, resourceUrn, message } = event.policyEvent;
                    findings.push({ policy: policyName, pack: policyPackName, level: enforcementLevel, resource: resourceUrn ?? "", message });
                }
                if (event.resourcePreEvent) {
                    planned.push(event.resourcePreEvent.metadata.type);
                }
                if (event.diagnosticEvent && event.diagnosticEvent.severity === "error") {
                    diagnostics.push(event.diagnosticEvent.message);
                }
            },
        });
        failure = result.stderr || undefined;
    } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
    }
    console.log(JSON.stringify({ findings, planned, diagnostics, failure }));
}

const [leak, workDir, ...packs] = process.argv.slice(2);
await main(leak as Leak, workDir, packs);
