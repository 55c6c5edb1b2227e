import { Look } from "../../prompt/look.ts";
import { Report, ReportItem } from "../../prompt/report.ts";
import { Health, PairingBegun, PairingCode, Place, RenewRequest, TokenAnswer } from "./access.ts";
import {
  ComposedPrompt,
  ErrorAnswer,
  ErrorInfo,
  Head,
  HeadHistory,
  HeadPage,
  Job,
  JobList,
  Progress,
  ServiceEvent,
} from "./heads.ts";
import { Edit, EditRequest, HeadRequest, NewHead } from "./requests.ts";
import { PackInfo, PackList, PartInfo, PartList, Reading, Vocabulary } from "./words.ts";

/**
 * What goes over the wire. Schemas check requests, shape answers and make up /openapi.json; the extension's types
 * are generated from them (`client-types.ts`).
 */
export const SCHEMAS = [
  HeadRequest,
  NewHead,
  EditRequest,
  Edit,
  ComposedPrompt,
  ErrorInfo,
  ErrorAnswer,
  Progress,
  Head,
  HeadPage,
  HeadHistory,
  Job,
  JobList,
  PackInfo,
  PackList,
  Vocabulary,
  PartInfo,
  PartList,
  Look,
  ReportItem,
  Report,
  Reading,
  Health,
  Place,
  PairingBegun,
  PairingCode,
  RenewRequest,
  TokenAnswer,
  ServiceEvent,
];
