"""Which of the published files in ../shared/data/indicators is which source's."""

OTHERS = {
    "fingertips-90284": "fingertips_90284_county_ua.data.csv",
    "nomis-population": "nomis_NM_2002_1_2021_lad.csv",
    "dfe-lait": "dfe_lait_bds_long_extract.csv",
    "dfe-social-workers": "dfe_ees_csww_indicators_2017_to_2025.csv",
    "dfe-repeat-child-protection-plans": "dfe_ees_d3_cpps_subsequent_plan_2013_to_2025.csv",
    "mhclg-temporary-accommodation": "dluhc_homelessness_Detailed_LA_202212.ods",
    "mhclg-social-care-spending": "mhclg_RO3_LA_Data_2024-25_data_by_LA.ods",
    "ofsted-childrens-services": "ofsted_LA_Inspection_Outcomes_as_at_31_March_2025.ods",
    "dclg-homelessness-2014": "dclg_P1E_2014Q3_section_E2_CR.csv",
}
# Formats for which no real file is at hand: read from their documentation alone.
NO_SAMPLE = frozenset({"dfe-key-stage-4", "lg-inform-ebacc"})


def file_of(slug: str) -> str:
    """The file's name."""
    return OTHERS.get(slug) or slug.replace("ons-els-", "ons_els_") + ".csv"
