// Texts of the metrics page: [English, Chinese], with {placeholders}.
export const metricsTexts = {
};
